"""What do events make of rows when some of them cannot be folded?"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from shared.events import Unreadable
from shared.projection import Handler, Projection, Row
from shared.projector.failures import told
from shared.projector.parked import BEHIND, MOST, WINDOW
from shared.projector.poison import UNREADABLE
from shared.rebuild.reading import Lean
from shared.rebuild.shelf import Shelf
from shared.slices import WHOLE, partition_of


class Parked(NamedTuple):
    """An event that is not folded: it failed itself (poison), or follows one that did on the same stream."""

    position: int
    stream_id: UUID
    type: str
    reason: str
    poison: bool


class NotFoldable(RuntimeError):
    """Events cannot be folded; the message names the first."""


def sentence(parked: Sequence[Parked]) -> str:
    """Which events cannot be folded, in words."""
    poison = [one for one in parked if one.poison]
    first = (
        f"The event at position {poison[0].position} ({poison[0].type}) cannot be folded: {poison[0].reason}."
    )
    return first if len(poison) == 1 else f"{first} It is the first of {len(poison)}."


class Careful:
    """Folds slower, and parks what cannot be folded: the event, and after it the others of its stream.

    `leave_out` are positions that are to be passed over as if they were not there.
    """

    def __init__(self, projection: Projection, leave_out: Collection[int] = ()) -> None:
        self.rows = Shelf(projection.row)
        self.parked: list[Parked] = []
        self._whole = projection.partitions == (WHOLE,)
        self._handlers: dict[type[Any], list[Handler]] = dict(projection.handlers)
        self._leave_out = leave_out
        self._blocked: set[bytes] = set()

    def fold(self, records: Sequence[Lean]) -> None:
        """Fold these events, which follow the ones before."""
        for record in records:
            handlers = self._handlers.get(type(record.event), ())
            if record.position in self._leave_out or not (handlers or isinstance(record.event, Unreadable)):
                continue
            if record.stream in self._blocked:
                self.park(record, BEHIND, poison=False)
            elif isinstance(record.event, Unreadable):
                self.park(record, UNREADABLE + record.event.reason, poison=True)
            else:
                self._try(handlers, record)

    def keep(self, partitions: Collection[int]) -> None:
        """Forget the rows and parked events of other partitions."""
        self.rows.keep(partitions)
        self.parked = [one for one in self.parked if partition_of(one.stream_id) in partitions]

    def _try(self, handlers: Sequence[Handler], record: Lean) -> None:
        before: dict[Hashable, Row | None] = {}
        try:
            for key, handler in self._steps(handlers, record):
                if key not in before:
                    before[key] = self.rows.copy_of(key)
                self.rows[key] = handler.fold(self.rows[key], record)
        except Exception as error:  # a fold may fail in any way, and have changed a row before
            self.rows.update(before)
            self.park(record, told(error), poison=True)

    def _steps(self, handlers: Sequence[Handler], record: Lean) -> Iterator[tuple[Hashable, Handler]]:
        for handler in handlers:
            key = handler.key(record) if self._whole else record.stream
            if key is not None:
                yield key, handler

    def park(self, record: Lean, reason: str, *, poison: bool) -> None:
        """Leave an event out, and what will follow in its stream. Raises NotFoldable if it is too much."""
        self._blocked.add(record.stream)
        type_ = record.envelope.type
        self.parked.append(Parked(record.position, record.stream_id, type_, reason, poison))
        if len(self.parked) > MOST and self.parked[-MOST - 1].position > record.position - WINDOW:
            raise NotFoldable(sentence(self.parked[-MOST - 1 :]))
