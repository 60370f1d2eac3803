"""I1 and I2: is every acknowledged command in the log once, and no failed one?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from tests.history_checker.history import Call
from tests.history_checker.state import Event
from tests.history_checker.verdict import Verdict

Calls = dict[UUID, list[Call]]
Events = dict[UUID, list[Event]]


def acknowledged(calls: Sequence[Call], log: Sequence[Event]) -> Verdict:
    """I1: its id is in the log exactly once, at the acknowledged position."""
    found = recorded(log)
    broken = [
        f"{call.command} {command_id}: {wrong}"
        for command_id, attempts in by_command(calls).items()
        for call in attempts
        if call.outcome == "ok" and call.events
        for wrong in _lost(call, found.get(command_id, []))
    ]
    repeated = [f"command id {id_} was used twice: {_places(events)}" for id_, events in _reused(found)]
    return Verdict("I1", len(calls), broken + repeated)


def absent(calls: Sequence[Call], log: Sequence[Event]) -> Verdict:
    """I2: a refused command, or one of which it was said that nothing was changed, left nothing."""
    found = recorded(log)
    commands = by_command(calls)
    broken = [
        f"{attempts[-1].command} {command_id} ended {attempts[-1].outcome} ({attempts[-1].said}), "
        f"but is in the log: {_places(found[command_id])}"
        for command_id, attempts in commands.items()
        if command_id in found and _failed(attempts)
    ]
    return Verdict("I2", len(commands), broken)


def by_command(calls: Sequence[Call]) -> Calls:
    """The attempts at each command, in order."""
    commands: Calls = defaultdict(list)
    for call in calls:
        commands[call.command_id].append(call)
    return commands


def recorded(log: Sequence[Event]) -> Events:
    """The events each command left in the log."""
    found: Events = defaultdict(list)
    for event in log:
        found[event.command_id].append(event)
    return found


def _lost(call: Call, events: list[Event]) -> Iterator[str]:
    if not events:
        yield f"acknowledged at position {call.position}, but not in the log"
        return
    last = events[-1]
    if (last.position, last.version, last.stream_id) != (call.position, call.version, call.stream_id):
        yield f"acknowledged at {call.position} as version {call.version}, but it is {_places(events)}"
    if [event.type for event in events] != list(call.events):
        yield f"acknowledged {', '.join(call.events)}, but the log has {_places(events)}"


def _failed(attempts: list[Call]) -> bool:
    # After an unknown outcome only a refusal says again that the command did nothing.
    if attempts[-1].outcome == "refused":
        return True
    return all(call.outcome in ("refused", "unavailable") for call in attempts)


def _reused(found: Events) -> Iterator[tuple[UUID, list[Event]]]:
    for command_id, events in found.items():
        places = [(event.stream_id, event.command_seq) for event in events]
        if len({event.stream_id for event in events}) > 1 or len(set(places)) < len(places):
            yield command_id, events


def _places(events: list[Event]) -> str:
    return ", ".join(f"{e.type} at {e.position} as version {e.version} of {e.stream_id}" for e in events)
