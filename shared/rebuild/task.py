"""What is one process asked to fold, and what does it tell meanwhile?"""

from collections.abc import Callable
from typing import NamedTuple

from shared.projection import Projection
from shared.projector.table import Table


class Task(NamedTuple):
    """Fold some partitions (or WHOLE) of the log up to a position into a table without indexes.

    types:     the stored names of the events to read.
    leave_out: positions to pass over.
    row_bytes: so much memory the rows may take; where they need more, partitions are folded by turns.
    suffix:    other than "" for a table beside the build's own, of which nothing is written down.
    """

    projection: Projection
    generation: int
    suffix: str
    partitions: tuple[int, ...]
    upto: int
    types: tuple[str, ...]
    leave_out: frozenset[int]
    row_bytes: int

    @property
    def table(self) -> Table:
        """The table to fill."""
        return Table(self.projection, self.generation, self.suffix)


class Advance(NamedTuple):
    """These partitions have been folded up to a position, with so many more events."""

    partitions: tuple[int, ...]
    position: int
    events: int


Tell = Callable[[Advance], None]
