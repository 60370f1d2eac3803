"""Which partitions of a read model stand alike, so that one line can tell of them all?"""

from collections.abc import Sequence
from itertools import groupby, pairwise

import msgspec

from shared.slices import WHOLE
from shared.status.read_models import PartitionState


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Partitions of one build with the same owner; the figures are those of the one that is furthest behind.

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
    owner: str | None
    parked: int
    error: str | None

    @property
    def build(self) -> str:
        """Version, and generation where it was rebuilt."""
        return f"v{self.version}.{self.generation}" if self.generation else f"v{self.version}"


def groups(states: Sequence[PartitionState], *, each: bool = False) -> list[Group]:
    """One line for partitions of a build that stand alike; with `each`, one for every partition."""
    found = []
    for _, build in groupby(sorted(states, key=_build), key=_build):
        members = list(build)
        alike = sorted(members, key=_standing)
        for _, some in groupby(alike, key=lambda state: state.partition if each else _standing(state)):
            found.append(_group(list(some), len(members)))
    return found


def _build(state: PartitionState) -> tuple[str, int, int]:
    return state.name, state.version, state.generation


def _standing(state: PartitionState) -> tuple[int, str]:
    return state.lag_events, state.owner or ""


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
        owner=last.owner,
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
