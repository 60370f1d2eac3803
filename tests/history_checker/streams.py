"""I3: are the versions of every stream 1 to n, without a gap, in the order of positions?"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from tests.history_checker.state import Event
from tests.history_checker.verdict import Verdict


def contiguous(log: Sequence[Event]) -> Verdict:
    """I3."""
    versions: dict[UUID, list[int]] = defaultdict(list)
    for event in log:
        versions[event.stream_id].append(event.version)
    broken = [
        f"stream {stream_id} has the versions {found}"
        for stream_id, found in versions.items()
        if found != list(range(1, len(found) + 1))
    ]
    return Verdict("I3", len(versions), broken)
