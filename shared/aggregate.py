"""What is an aggregate, and which command concerns it how?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from shared.events import Event
from shared.records import Recorded

S = TypeVar("S")


@dataclass(frozen=True)
class Aggregate(Generic[S]):
    """A kind of stream: the state before its first event, and how each event changes it.

    `evolve` is pure and knows no rule: it runs again whenever the stream is loaded. What it uses stands in
    its own module: a snapshot is good for as long as that module is as it was.
    """

    name: str
    initial: S
    evolve: Callable[[S, Any], S]

    def fold(self, records: Sequence[Recorded[Any]], state: S | None = None) -> S:
        """The state after these records of one stream, which follow on `state` (None: on its beginning)."""
        begun = self.initial if state is None else state
        return reduce(self.evolve, (record.event for record in records), begun)


class Reference(NamedTuple):
    """Another record a command names: its stream, and the fact every stream of that kind begins with."""

    stream_id: UUID | None
    begins: type[Event]


class Consulted(NamedTuple):
    """Another record whose state a rule needs, such as the settings a value must keep to."""

    stream_id: UUID
    aggregate: Aggregate[Any]


class Joined(NamedTuple):
    """Another record that changes with the one a command concerns, in the same transaction or not at all.

    It is one that no command concerns by itself, such as the reservation of a name.
    """

    stream_id: UUID
    aggregate: Aggregate[Any]
    decide: Callable[[Any], Sequence[Event]]


class Handler(NamedTuple):
    """How one command is decided: on which stream, by which rule, given which other streams."""

    aggregate: Aggregate[Any]
    stream: Callable[[Any], UUID]
    decide: Callable[..., Sequence[Event]]
    creates: bool
    refers: Callable[[Any], Mapping[str, Reference]]
    consults: Callable[[Any, Any], Mapping[str, Consulted]]
    joins: Callable[[Any, Any], Sequence[Joined]]
