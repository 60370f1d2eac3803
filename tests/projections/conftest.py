"""A small company whose read models are folded in a real database, shared by the questions asked of it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from tests.projections import company


@pytest.fixture(scope="module")
def log(module_database: Engine) -> Log:
    log = Log(module_database)
    log.append(company.commits())
    return log


@pytest.fixture(scope="module")
def connection(module_database: Engine, log: Log) -> Iterator[Connection]:
    Fence(module_database).advance()
    projector = Projector(module_database, company.READ_MODELS)
    projector.prepare()
    projector.catch_up()
    with module_database.connect() as connection:
        yield connection
