"""A projector process that dies at the place HINDSIGHT_TEST_DIES_AT names: `write` or `commit`."""

import os
import signal
import sys
from typing import Any

from sqlalchemy import Engine, event

from shared.database import connect
from shared.projection import Projection
from shared.projector.engine import Projector
from tests.projector.parcels import CityRow, ParcelMoved, arrivals, follow

# Folded after `arrivals`, whose rows are written by then.
last = Projection("zero_hour", version=1, row=CityRow, key_fields=2)


@last.on(ParcelMoved, key=lambda record: (record.event.city, record.occurred_at.date()))
def _(row: CityRow | None, record: Any) -> None:
    if os.environ.get("HINDSIGHT_TEST_DIES_AT") == "write":
        die()


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(engine: Engine) -> None:
    projector = Projector(engine, [arrivals, last])
    projector.prepare()
    if os.environ["HINDSIGHT_TEST_DIES_AT"] == "commit":
        event.listen(engine, "commit", die)
    follow(engine, projector)


if __name__ == "__main__":
    main(connect(sys.argv[1]))
