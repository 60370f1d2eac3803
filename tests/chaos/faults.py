"""Which faults can be built into a process of Hindsight?"""

import os
import random
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from events.customers import CustomerRegistered, CustomerRenamed
from services import product
from shared.projection import Projection
from shared.records import Recorded
from shared.relay.publisher import Publisher
from tests.chaos.tally import TallyRow, counted

NEVER = -1
POISON_NAME = "Nobody can fold this"


def dies_at(argument: str) -> None:
    """kill -9 by its own hand before the n-th statement of a transaction that writes, or at its end.

    n counts from 1; one more than there are statements is the moment before the commit, and one more than
    that the moment after it.
    """
    moment = Moment(int(argument))
    event.listen(Engine, "begin", moment.begins)
    event.listen(Engine, "before_cursor_execute", moment.executes)
    event.listen(Engine, "commit", moment.commits)


class Moment:
    """Counts the statements of transactions that move a checkpoint, the commit among them."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self.statements = 0
        self._writes = False

    def begins(self, _: Any) -> None:
        self.statements, self._writes = 0, False

    def executes(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        self._writes = self._writes or "read.move(" in statement
        self._next()

    def commits(self, connection: Any) -> None:
        self._next()
        if self._writes and self.statements + 1 == self._wanted:
            connection.connection.dbapi_connection.commit()
            self._next()

    def _next(self) -> None:
        self.statements += self._writes
        if self.statements == self._wanted:
            os.kill(os.getpid(), signal.SIGKILL)


def measures(file: str) -> None:
    """Notes in this file how many statements the longest transaction has that writes."""
    moment = Moment(NEVER)
    longest = 0

    def notes(_: Any) -> None:
        nonlocal longest
        if moment.statements > longest:
            longest = moment.statements
            written = Path(f"{file}.new")
            written.write_text(str(longest))
            written.replace(file)

    event.listen(Engine, "begin", moment.begins)
    event.listen(Engine, "before_cursor_execute", moment.executes)
    event.listen(Engine, "commit", notes)


def tells_thrice(seed: str) -> None:
    """The relay sends each message three times, and out of order within a hundred."""
    chance, publish = random.Random(seed), Publisher.publish

    def disorderly(self: Publisher, messages: Iterable[Any]) -> None:
        thrice = [(place + chance.uniform(0, 33), m) for place, m in enumerate(messages) for _ in range(3)]
        publish(self, [message for _, message in sorted(thrice, key=lambda pair: pair[0])])

    Publisher.publish = disorderly  # type: ignore[method-assign]


def cannot_fold(_: str) -> None:
    """One more read model, whose fold always fails for a customer of a certain name."""
    picky = Projection("picky", version=1, row=TallyRow)

    @picky.on(CustomerRegistered, CustomerRenamed)
    def fails(row: TallyRow | None, record: Recorded[Any]) -> TallyRow:
        if record.event.name == POISON_NAME:
            raise KeyError(record.event.name)
        return counted(row, record)

    product.PROJECTIONS = (*product.PROJECTIONS, picky)  # type: ignore[assignment]


KNOWN: dict[str, Callable[[str], None]] = {
    "dies-at": dies_at,
    "measures": measures,
    "tells-thrice": tells_thrice,
    "cannot-fold": cannot_fold,
}
