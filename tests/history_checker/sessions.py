"""I9: does a session read what it wrote, and never something older than it has read before?"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from uuid import UUID

from tests.history_checker.history import Call, Read
from tests.history_checker.verdict import Verdict


def monotonic(asked: Sequence[Call | Read]) -> Verdict:
    """I9. A session is one after another, and asks from the last position it has heard of on."""
    ordered = sorted(asked, key=lambda one: (one.session, one.started))
    broken = [
        f"session {session}: {wrong}"
        for session, steps in groupby(ordered, key=lambda one: one.session)
        for wrong in _backwards(steps)
    ]
    return Verdict("I9", sum(isinstance(one, Read) for one in asked), broken)


def _backwards(steps: Iterator[Call | Read]) -> Iterator[str]:
    versions: dict[UUID, int] = {}
    for step in steps:
        if step.outcome != "ok":
            continue
        known = versions.get(step.stream_id, 0)
        if isinstance(step, Read):
            if step.position < step.min_position:
                yield f"asked as of {step.min_position} and was answered as of {step.position}"
            if step.version < known:
                yield f"{step.question} {step.stream_id}: version {step.version} after version {known}"
        versions[step.stream_id] = max(known, step.version)
