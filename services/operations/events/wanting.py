"""Which events do the options of a command choose, and where is the log they are in?"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from services.operations.commands.filters import Sought
from services.operations.database import database
from services.operations.events.finding import Wanted
from services.operations.installation import installed
from services.operations.replay import choosing
from shared.database import connect
from shared.log.fence import Fence
from shared.log.roles import PROJECTOR, READER
from shared.settings import Settings

_LAST = 2**63 - 1


class OpenLog(NamedTuple):
    """The log to read: complete up to the watermark."""

    url: str
    engine: Engine
    watermark: int


@contextmanager
def opened(settings: Settings) -> Iterator[OpenLog]:
    """The log of these settings, or of the installation that runs on their data folder."""
    with database(installed(settings)) as url:
        _advance(url)
        engine = connect(url, role=READER, application_name="hindsight events")
        try:
            with engine.connect() as connection:
                mark = connection.exec_driver_sql("select position from log.watermark").scalar_one()
            yield OpenLog(url, engine, int(mark))
        finally:
            engine.dispose()


def _advance(url: str) -> None:
    """Move the watermark as far as it goes: where nothing follows the log, nobody else does."""
    engine = connect(url, role=PROJECTOR, pool_size=1, application_name="hindsight events")
    # A standby server, or a login that may only read, goes by what others found.
    with suppress(DBAPIError):
        Fence(engine).advance(patience=0.5)
    engine.dispose()


def chosen(filters: Sought, upto: int) -> Wanted:
    """The events up to this position that pass the filters. Raises NoBound, UnknownType."""
    scan = choosing.chosen(filters, upto)
    return Wanted(replace(scan, correlation_id=filters.correlation), filters.text)


def coming(filters: Sought, watermark: int) -> Wanted:
    """Those that pass the filters from now on, or from where the filters say. Raises NoBound, UnknownType."""
    wanted = chosen(filters, _LAST)
    if filters.first is not None:
        return wanted
    return wanted._replace(scan=replace(wanted.scan, after=watermark))
