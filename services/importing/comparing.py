"""Is a row about a record that is there already, or about that of an earlier row?"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from msgspec.structs import replace

from services.importing.alike import marks_of
from services.importing.known import KnownRecords, Match
from services.importing.planner import Planned, Planner
from services.importing.repeats import Earlier, Repeats
from shared.log.log import Log

BATCH = 250


class Comparison:
    """Compares rows, batch by batch, with what is there under another key, and with each other."""

    def __init__(
        self, file: int, planner: Planner, log: Log, known: KnownRecords | None, repeats: Repeats
    ) -> None:
        self._file, self._planner = file, planner
        self._ways = planner.mapping.match
        self._log = log
        self._known = known
        self._repeats = repeats

    def compared(self, rows: Iterable[Planned]) -> Iterator[Planned]:
        """The same rows; one about a record that is there, or that another file brings, carries its id."""
        if not self._ways and not self._planner.mapping.own_id:
            yield from rows
            return
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            yield from self._batch(batch)

    def _batch(self, batch: Sequence[Planned]) -> Iterator[Planned]:
        own = self._seen([planned.own_id for planned in batch if planned.own_id])
        there = self._log.existing([planned.record_id for planned in batch]) | own
        new = [planned for planned in batch if not {planned.record_id, planned.own_id} & there]
        matches = dict(zip((each.record_id for each in new), self._matches(new), strict=True))
        for planned in batch:
            if planned.own_id in own:
                planned = self._planner.instead(planned, planned.own_id)
            yield self._told(planned, matches.get(planned.record_id), new=planned.record_id not in there)

    def _seen(self, ids: Sequence[UUID]) -> set[UUID]:
        """Those that are there for the one who imports; others are ids of another installation."""
        if self._known is None or not ids:
            return set()
        return self._known.sees(self._planner.entity.name, self._log.existing(ids))

    def _matches(self, new: Sequence[Planned]) -> Sequence[Match | None]:
        if self._known is None or not new or not self._ways:
            return [None] * len(new)
        return self._known.alike([planned.record for planned in new], self._ways)

    def _told(self, planned: Planned, match: Match | None, *, new: bool) -> Planned:
        marks = list(marks_of(planned.record, self._ways))
        place = self._file, planned.line.row, getattr(planned.record, "kind", "")
        earlier = self._repeats.earlier(*place, marks)
        if earlier:
            planned = planned._replace(repeats=(earlier.file, earlier.row, earlier.way))
        if match and not self._planner.has(match.record_id):
            planned = self._planner.instead(planned, match.record_id)._replace(match=match)
        if new and earlier and self._joins(earlier):
            planned = self._joined(planned, earlier.record_id)
        self._repeats.keep(*place, marks, planned.record_id)
        return planned

    def _joins(self, earlier: Earlier) -> bool:
        """Is the row about what another file of this import told of?

        Two rows of one file are two records: the program it comes from told them apart. A number alone may
        be that of a switchboard.
        """
        return earlier.file != self._file and earlier.way != "phone"

    def _joined(self, planned: Planned, record_id: UUID) -> Planned:
        """Rows of two files about one record would undo each other at every import: the first one counts."""
        mapping = planned.mapping
        if mapping.existing != "skip":
            mapping = replace(mapping, existing="fill")
        return self._planner.instead(planned, record_id, mapping)._replace(joins=True)
