"""I4: did everybody who read along see exactly the log, in order?"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tests.history_checker.history import Entry, Reader, Seen, only
from tests.history_checker.state import Event
from tests.history_checker.verdict import Verdict


def followed(entries: Sequence[Entry], log: Sequence[Event]) -> Verdict:
    """I4."""
    readers = list(only(entries, Reader))
    seen: dict[str, list[Seen]] = {reader.reader: [] for reader in readers}
    for sight in only(entries, Seen):
        seen[sight.reader].append(sight)
    broken = [
        f"reader {reader.reader} {wrong}"
        for reader in readers
        for wrong in _differences(_first_sights(reader, seen[reader.reader]), log)
    ]
    return Verdict("I4", sum(map(len, seen.values())), broken)


def _first_sights(reader: Reader, seen: list[Seen]) -> list[Seen]:
    if reader.delivery == "exactly once":
        return seen
    if reader.delivery == "at least once, in any order":
        seen = sorted(seen, key=lambda sight: sight.position)
    return list({sight.position: sight for sight in reversed(seen)}.values())[::-1]


def _differences(seen: list[Seen], log: Sequence[Event]) -> Iterator[str]:
    there = {event.position: event for event in log}
    met = [sight.position for sight in seen]
    for before, after in pairwise(met):
        if after <= before:
            yield f"saw {after} after {before}"
    for position in sorted(there.keys() - set(met)):
        yield f"never saw {there[position].type} at {position}"
    for sight in seen:
        event = there.get(sight.position)
        if event is None:
            yield f"saw {sight.type} at {sight.position}, where the log has nothing"
        elif (sight.stream_id, sight.version, sight.type) != (event.stream_id, event.version, event.type):
            yield f"saw another event at {sight.position} than the {event.type} of the log"
