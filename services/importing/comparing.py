"""Is a row about a record that is there already, or about that of an earlier row?"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from services.importing.alike import marks_of
from services.importing.known import KnownRecords, Match
from services.importing.planner import Planned, Planner
from services.importing.repeats import Repeats
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
        """The same rows; one about a record that is there carries that record's id."""
        if not self._ways:
            yield from rows
            return
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            yield from self._batch(batch)

    def _batch(self, batch: Sequence[Planned]) -> Iterator[Planned]:
        there = self._log.existing([planned.record_id for planned in batch])
        new = [planned for planned in batch if planned.record_id not in there]
        matches = dict(zip((each.record_id for each in new), self._matches(new), strict=True))
        for planned in batch:
            yield self._told(planned, matches.get(planned.record_id))

    def _matches(self, new: Sequence[Planned]) -> Sequence[Match | None]:
        if self._known is None or not new:
            return [None] * len(new)
        return self._known.alike([planned.record for planned in new], self._ways)

    def _told(self, planned: Planned, match: Match | None) -> Planned:
        record = planned.record
        marks = marks_of(record, self._ways)
        kind = getattr(record, "kind", "")
        earlier = self._repeats.earlier(self._file, planned.line.row, kind, marks)
        planned = planned._replace(repeats=earlier)
        if match is None or self._planner.has(match.record_id):
            return planned
        return planned._replace(record_id=match.record_id, match=match)
