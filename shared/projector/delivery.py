"""What do the messages at hand tell, and do they leave a gap that only the log can fill?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kombu.message import Message

from shared import wire
from shared.records import Recorded
from shared.wire import Run, Tick


class Delivery(NamedTuple):
    """Runs that were read, by partition and in order; the last tick; messages nobody can read."""

    runs: Mapping[int, Sequence[Run]]
    tick: Tick | None
    unreadable: Sequence[Message]

    def reach(self, partition: int, position: int) -> int:
        """How far a reader of this partition comes with these runs from `position` without a gap."""
        for run in self.runs.get(partition, ()):
            if run.prev > position:
                return position
            position = max(position, run.upto)
        if self.tick is not None and self.tick.complete(partition, position):
            return max(position, self.tick.position)
        return position

    def end(self, partition: int) -> int:
        """The last position told of in this partition, 0 if none."""
        runs = self.runs.get(partition)
        return runs[-1].upto if runs else 0

    def told_of(self) -> int:
        """How far the messages and the tick say that the log has been sent."""
        sent = self.tick.position if self.tick is not None else 0
        return max([sent, *map(self.end, self.runs)])

    def records(self) -> list[Recorded[Any]]:
        """Every event told of once, in order; readers of the whole log hear of each in a run of its own."""
        found = {
            record.position: record for runs in self.runs.values() for run in runs for record in run.records
        }
        return [found[position] for position in sorted(found)]


def read(messages: Sequence[Message], tick: Tick | None) -> Delivery:
    """What the messages say; `tick` is the last one heard of."""
    runs: list[Run] = []
    unreadable: list[Message] = []
    for message in messages:
        try:
            runs.append(wire.from_message(body_of(message), message.headers))
        except wire.Undecodable:
            unreadable.append(message)
    return Delivery(in_order(runs), tick, unreadable)


def in_order(runs: Iterable[Run]) -> dict[int, list[Run]]:
    """The runs of each partition, in order."""
    found: dict[int, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.upto):
        found.setdefault(run.partition, []).append(run)
    return found


def body_of(message: Message) -> bytes:
    """The body as it was sent; kombu decodes what it can."""
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)
