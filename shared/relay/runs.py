"""Which messages tell of a batch of events?"""

from collections.abc import Iterator, Mapping, Sequence

from shared.cloud_events import Stored, encode
from shared.slices import WHOLE, partition_of
from shared.wire import Message, Tick, to_message, to_tick

Runs = Mapping[int, Sequence[Stored]]


def by_partition(events: Sequence[Stored]) -> Runs:
    """The events of each partition that has some, in order."""
    runs: dict[int, list[Stored]] = {}
    for event in events:
        runs.setdefault(partition_of(event[0].stream_id), []).append(event)
    return runs


def later(previous: Sequence[int], runs: Runs) -> list[int]:
    """The last position in each partition after these runs."""
    return [runs[p][-1][0].position if p in runs else before for p, before in enumerate(previous)]


def messages(events: Sequence[Stored], runs: Runs, before: Tick, after: Tick) -> Iterator[Message]:
    """A message for each run, one for the whole log, and the tick to come `after` the one `before`."""
    encoded = {envelope.position: encode((envelope, payload)) for envelope, payload in events}
    for partition, run in runs.items():
        some = [encoded[envelope.position] for envelope, _ in run]
        yield to_message(some, partition, before.previous[partition])
    yield to_message(list(encoded.values()), WHOLE, before.position)
    yield to_tick(after)
