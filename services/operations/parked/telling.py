"""How are parked events told on a terminal?"""

from collections.abc import Iterator, Sequence

import msgspec

from services.operations.console import table
from services.operations.parked.asking import Shown
from shared.projector.parked import Parked
from shared.projector.retrying import Retried

HEADINGS = ("read model", "build", "position", "event", "stream", "state", "tries", "since", "reason")
LONGEST_REASON = 60


def listed(found: Sequence[Parked]) -> str:
    """A line for each event."""
    return table(HEADINGS, [_row(one) for one in found]) if found else "Nothing is parked."


def shown(found: Shown) -> str:
    """The envelope, the reasons, the payload."""
    envelope = msgspec.to_builtins(found.stored.envelope)
    lines = [f"{name:<15} {value}" for name, value in envelope.items() if value not in (None, "")]
    return "\n".join([*lines, "", *_reasons(found.parked), "", _payload(found)])


def retried(done: Retried) -> str:
    """What came of it."""
    if not done.folded and not done.parked:
        return "Nothing was parked."
    left = " `hindsight parked list` says why; those of a policy wait for a start." if done.parked else ""
    return f"Folded: {done.folded}. Still parked: {done.parked}.{left}"


def skipped(name: str, position: int, done: Retried) -> str:
    """What came of it."""
    return f"{name} does without position {position}. Folded behind it: {done.folded}."


def _row(one: Parked) -> tuple[object, ...]:
    reason = one.reason if len(one.reason) <= LONGEST_REASON else f"{one.reason[: LONGEST_REASON - 1]}…"
    build = f"v{one.version}.{one.generation}" if one.generation else f"v{one.version}"
    since = f"{one.parked_at:%Y-%m-%d %H:%M}"
    return one.name, build, one.position, one.type, one.stream_id, _state(one), one.attempts, since, reason


def _state(one: Parked) -> str:
    if one.skipped_at is not None:
        return "skipped"
    return "failed" if one.poison else "waits"


def _reasons(parked: Sequence[Parked]) -> Iterator[str]:
    if not parked:
        yield "It is not parked."
    for one in parked:
        yield f"{one.name}, {_state(one)}, {one.attempts} tries: {one.reason}"


def _payload(found: Shown) -> str:
    if found.stored.data is None:
        return f"The payload is no JSON: {found.stored.text}"
    return msgspec.json.format(msgspec.json.encode(found.stored.data), indent=2).decode()
