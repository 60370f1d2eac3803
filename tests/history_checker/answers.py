"""I8: did every call end by its deadline, with an answer that says what became of it?"""

from collections.abc import Sequence

from tests.history_checker.history import Call, Read
from tests.history_checker.verdict import Verdict


def clear(asked: Sequence[Call | Read]) -> Verdict:
    """I8."""
    broken = [f"{_name(one)}: {wrong}" for one in asked if (wrong := _wrong(one))]
    return Verdict("I8", len(asked), broken)


def _name(one: Call | Read) -> str:
    if isinstance(one, Call):
        return f"{one.command} {one.command_id} at {one.started:.1f} s"
    return f"{one.question} {one.stream_id} at {one.started:.1f} s"


def _wrong(one: Call | Read) -> str | None:
    if one.ended is None:
        return "no answer ever came"
    if one.ended - one.started > one.deadline:
        return f"the answer took {one.ended - one.started:.1f} s, the deadline was {one.deadline:.1f} s"
    if one.outcome is None:
        return f"the answer says nothing clear: {one.said}"
    if one.outcome == "refused" and not (isinstance(one, Call) and one.expected == "refused"):
        return f"refused without a reason its sender could know: {one.said}"
    return None
