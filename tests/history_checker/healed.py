"""I7: was everything caught up with in time after the last fault, and only what was planted parked?"""

from collections.abc import Iterator, Sequence

from tests.history_checker.history import Entry, Poison, Settled, only
from tests.history_checker.state import State
from tests.history_checker.verdict import Verdict


def caught_up(entries: Sequence[Entry], state: State) -> Verdict:
    """I7."""
    settled = list(only(entries, Settled))
    broken = [] if settled else ["nobody waited until everything had settled"]
    broken += [wrong for one in settled[-1:] for wrong in _unsettled(one)]
    broken += _behind(state)
    broken += _parked({poison.position for poison in only(entries, Poison)}, state)
    return Verdict("I7", len(state.checkpoints), broken)


def _unsettled(settled: Settled) -> Iterator[str]:
    if not settled.reached:
        behind = f"read models were {settled.lag} events behind, {settled.reminders} reminders outstanding"
        yield f"after {settled.seconds:.0f} s {behind}"
    elif settled.seconds > settled.within:
        yield f"it took {settled.seconds:.1f} s, {settled.within:.1f} s are promised"
    for queue, waiting in settled.queues.items():
        if waiting:
            yield f"{waiting} messages wait in {queue}"


def _behind(state: State) -> Iterator[str]:
    last = state.events[-1].position if state.events else 0
    if state.watermark < last:
        yield f"the watermark is {state.watermark}, the last event is {last}"
    for one in state.checkpoints:
        ends_at = state.last_position(one.partition)
        if one.serving and one.position < ends_at:
            yield f"{one.name}, partition {one.partition}, is at {one.position} of {ends_at}"
        if one.error:
            yield f"{one.name} is stopped: {one.error}"


def _parked(planted: set[int], state: State) -> Iterator[str]:
    streams = {event.stream_id for event in state.events if event.position in planted}
    for one in state.parked:
        if one.poison and one.position not in planted:
            yield f"{one.name} parked {one.type} at {one.position}, which nobody planted: {one.reason}"
        elif one.stream_id not in streams:
            yield f"{one.name} holds back {one.type} at {one.position}, though its stream is well"
    for position in planted - {one.position for one in state.parked if one.poison}:
        yield f"the poison at {position} was parked by nobody"
