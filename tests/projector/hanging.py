"""A process that reads ahead on a log whose database stops answering after the first batch, and ends."""

from collections.abc import Collection, Sequence
from threading import Event
from typing import Any
from uuid import uuid4

from shared.log.log import Log
from shared.projector.ahead import Ahead
from shared.records import Recorded
from tests.projector.parcels import ParcelLost
from tests.recording import recorded


class HangingLog(Log):
    def __init__(self) -> None:
        self.answers = 1

    def read(
        self,
        after: int,
        limit: int,
        upto: int | None = None,
        *,
        partitions: Collection[int] = (),
        types: Collection[str] = (),
    ) -> list[Recorded[Any]]:
        self.answers -= 1
        if self.answers < 0:
            Event().wait()
        return [recorded(ParcelLost(), uuid4(), 1)] * limit


def main() -> Sequence[Recorded[Any]]:
    return Ahead(HangingLog()).read(0, 1, 100)


if __name__ == "__main__":
    main()
