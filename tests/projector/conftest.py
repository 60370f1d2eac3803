"""A log of parcels, and a projector that folds it."""

import pytest
from sqlalchemy import Engine

from shared.log.log import Log
from shared.projector.engine import Projector
from tests.projector.parcels import arrivals, parcels


@pytest.fixture
def log(database: Engine) -> Log:
    return Log(database)


@pytest.fixture
def projector(database: Engine) -> Projector:
    projector = Projector(database, [parcels, arrivals])
    projector.prepare()
    return projector
