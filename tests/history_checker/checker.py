"""Which invariants hold for this history and this final state?"""

from collections.abc import Sequence

from tests.history_checker import answers, commands, folds, healed, reminders, sessions, streams, tails
from tests.history_checker.history import Call, Entry, Read, only
from tests.history_checker.state import State
from tests.history_checker.verdict import Verdict


def check(entries: Sequence[Entry], state: State) -> list[Verdict]:
    """A verdict on each of I1 to I9, and on R1."""
    calls = list(only(entries, Call))
    asked: list[Call | Read] = [*calls, *only(entries, Read)]
    return [
        commands.acknowledged(calls, state.events),
        commands.absent(calls, state.events),
        streams.contiguous(state.events),
        tails.followed(entries, state.events),
        folds.applied_once(state),
        folds.equal(state),
        healed.caught_up(entries, state),
        answers.clear(asked),
        sessions.monotonic(asked),
        reminders.once(state.events),
    ]


def broken(verdicts: Sequence[Verdict]) -> set[str]:
    """The invariants that do not hold."""
    return {verdict.invariant for verdict in verdicts if not verdict.holds}


def told(verdicts: Sequence[Verdict]) -> str:
    """All verdicts, for people."""
    return "\n".join(map(str, verdicts))
