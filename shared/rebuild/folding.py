"""What do millions of events make of the rows of one read model?"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from typing import Any

from shared.events import Unreadable
from shared.projection import Handler, Projection, Row, stream_of
from shared.projector.fold import WrongKey
from shared.rebuild.reading import Lean
from shared.rebuild.shelf import Shelf
from shared.records import Recorded
from shared.slices import WHOLE


class MustTakeCare(Exception):
    """An event cannot be folded. The rows are spoiled; fold again from the beginning with a Careful one."""


class Fast:
    """Folds without looking back: an event that fails raises MustTakeCare."""

    def __init__(self, projection: Projection) -> None:
        self.rows = Shelf(projection.row)
        self._whole = projection.partitions == (WHOLE,)
        self._handlers: dict[type[Any], list[Handler]] = {**projection.handlers, Unreadable: [_REFUSES]}
        self._folds = {event: many[0].fold for event, many in self._handlers.items() if len(many) == 1}
        self._simple = not self._whole and len(self._folds) == len(self._handlers)

    def fold(self, records: Sequence[Lean]) -> None:
        """Fold these events, which follow the ones before."""
        try:
            if self._simple:
                self._fold_streams(records)
            else:
                self._fold_all(records)
        except Exception as error:  # a fold may fail in any way
            raise MustTakeCare from error

    def keep(self, partitions: Collection[int]) -> None:
        """Forget the rows of other partitions."""
        self.rows.keep(partitions)

    def _fold_streams(self, records: Sequence[Lean]) -> None:
        # The innermost loop of a rebuild: everything it needs is a local name.
        rows, fold_of = self.rows, self._folds.get
        for record in records:
            fold = fold_of(type(record.event))
            if fold is not None:
                stream = record.stream
                rows[stream] = fold(rows[stream], record)

    def _fold_all(self, records: Sequence[Lean]) -> None:
        for record in records:
            for handler in self._handlers.get(type(record.event), ()):
                key = handler.key(record) if self._whole else record.stream
                if key is not None:
                    self.rows[key] = handler.fold(self.rows[key], record)


def taken(rows: Shelf, key_of: Callable[[Row], Hashable], projection: Projection) -> Iterator[Row]:
    """Take out the rows. Raises WrongKey."""
    by_stream = projection.partitions != (WHOLE,)
    for key, row in rows.empty():
        found: Any = key_of(row)
        if (found.bytes if by_stream else found) != key:
            raise WrongKey(f"a fold of {projection.name} returned a row with key {found!r} for another key")
        yield row


def _refuse(_: Row | None, record: Recorded[Any]) -> Row | None:
    raise LookupError(f"The event at position {record.position} cannot be loaded.")


_REFUSES = Handler(stream_of, _refuse)
