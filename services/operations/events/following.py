"""What happens now, event by event?"""

import time
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Engine

from services.operations.events.finding import Wanted, oldest
from shared.records import Recorded

BATCH = 500
PAUSE_SECONDS = 0.1


def follow(engine: Engine, wanted: Wanted) -> Iterator[list[Recorded[Any]]]:
    """The wanted events from the scan's first position to its last one, each once and in order.

    Waits for those that are still to come.

    Nothing is told before everything below it is known.
    """
    position, last = wanted.scan.after, wanted.scan.upto or 0
    while position < last:
        complete = min(_watermark(engine), last)
        while position < complete:
            records = _next(engine, wanted, position, complete)
            position = records[-1].position if len(records) == BATCH else complete
            yield records
        time.sleep(PAUSE_SECONDS)


def _next(engine: Engine, wanted: Wanted, after: int, upto: int) -> list[Recorded[Any]]:
    scan = replace(wanted.scan, after=after, upto=upto)
    with engine.connect() as connection:
        return oldest(connection, wanted._replace(scan=scan), BATCH)


def _watermark(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("select position from log.watermark").scalar_one())
