"""A log of parcels, and a projector that folds it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from shared.log.log import Log
from shared.projector.engine import Projector
from tests.projector.parcels import arrivals, parcels


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Stopped projections log their stack, which an unconfigured logger takes seconds to print."""
    with capture_logs():
        yield


@pytest.fixture
def log(database: Engine) -> Log:
    return Log(database)


@pytest.fixture
def projector(database: Engine) -> Projector:
    projector = Projector(database, [parcels, arrivals])
    projector.prepare()
    return projector
