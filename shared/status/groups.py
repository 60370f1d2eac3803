"""Which partitions of a read model stand alike, so that one line can tell of them all?"""

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import Any

import msgspec

from shared.slices import WHOLE
from shared.status.read_models import PartitionState

Key = Callable[[PartitionState], Any]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Some partitions of one build; the figures are those of the one that is furthest behind.

    `partitions` is "all", "whole" for a reader that follows the log undivided, or such as "0-3, 7".
    """

    name: str
    version: int
    generation: int
    partitions: str
    state: str
    paused: bool
    position: int
    lag_events: int
    lag_seconds: float
    owners: list[str]
    parked: int
    error: str | None

    @property
    def build(self) -> str:
        """Version, and generation where it was rebuilt."""
        return f"v{self.version}.{self.generation}" if self.generation else f"v{self.version}"


def each(states: Sequence[PartitionState]) -> list[Group]:
    """One line for every partition."""
    return _groups(states, lambda state: state.partition)


def alike(states: Sequence[PartitionState]) -> list[Group]:
    """One line for partitions of a build with the same position and owner."""
    return _groups(states, lambda state: (state.position, state.owner or ""))


def builds(states: Sequence[PartitionState]) -> list[Group]:
    """One line for each build."""
    return _groups(states, lambda state: 0)


def _groups(states: Sequence[PartitionState], key: Key) -> list[Group]:
    found = []
    for _, partitions in groupby(sorted(states, key=_build), key=_build):
        members = list(partitions)
        for _, some in groupby(sorted(members, key=key), key=key):
            found.append(_group(list(some), len(members)))
    return found


def _build(state: PartitionState) -> tuple[str, int, int]:
    return state.name, state.version, state.generation


def _group(some: Sequence[PartitionState], members: int) -> Group:
    last = min(some, key=lambda state: state.position)
    return Group(
        name=last.name,
        version=last.version,
        generation=last.generation,
        partitions=_named(sorted(state.partition for state in some), members),
        state=last.state,
        paused=last.paused,
        position=last.position,
        lag_events=max(state.lag_events for state in some),
        lag_seconds=max(state.lag_seconds for state in some),
        owners=sorted({state.owner for state in some if state.owner}),
        parked=sum(state.parked for state in some),
        error=last.error,
    )


def _named(partitions: list[int], members: int) -> str:
    if partitions == [WHOLE]:
        return "whole"
    if len(partitions) == members > 1:
        return "all"
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(partitions), 1) if b != a + 1), len(partitions)]
    runs = [partitions[start:end] for start, end in pairwise(breaks)]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
