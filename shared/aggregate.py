"""What is an aggregate, and which command concerns it how?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from inspect import signature
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_type_hints
from uuid import UUID

from shared.events import Event, event_name
from shared.records import Recorded
from shared.rights.giving import Given
from shared.rights.owned import Owned
from shared.rights.right import Right

S = TypeVar("S")


@dataclass(frozen=True)
class Aggregate(Generic[S]):
    """A kind of stream: the state before its first event, and how each event changes it.

    `evolve` is pure and knows no rule: it runs again whenever the stream is loaded. What it uses stands in
    its own module: a snapshot is good for as long as that module is as it was.
    `whose` says to whom a record belongs; None: to nobody, and only a right over all reaches it.
    `told` is the event of a record where its envelope says a part of it; it stands in that module, too.
    """

    name: str
    initial: S
    evolve: Callable[[S, Any], S]
    whose: Callable[[S], Owned] | None = None
    told: Callable[[Recorded[Any]], Any] = attrgetter("event")

    def fold(self, records: Sequence[Recorded[Any]], state: S | None = None) -> S:
        """The state after these records of one stream, which follow on `state` (None: on its beginning).

        A stream of another kind, which somebody named, has not begun as one of this kind.
        """
        if state is None and records and not self.knows(records[0].envelope.type):
            return self.initial
        begun = self.initial if state is None else state
        return reduce(self.evolve, map(self.told, records), begun)

    def knows(self, kind: str) -> bool:
        """Can a stream of this kind hold an event of this name? `evolve` says so, by what it takes."""
        known = _taken(self.evolve)
        return not known or kind in known


@cache
def _taken(evolve: Callable[..., Any]) -> frozenset[str]:
    """The names of the events it takes; none where it takes anything."""
    event = list(signature(evolve).parameters)[1]
    taken = get_type_hints(evolve).get(event, Any)
    kinds = get_args(taken) or (taken,)
    return frozenset(event_name(each) for each in kinds if each not in (Any, Event))


class Reference(NamedTuple):
    """Another record a command names: its stream, and the fact every stream of that kind begins with.

    begins: several where such streams began otherwise in former times.
    thing: what it is to those who need the right to see it; what they may not see, there is not.
    """

    stream_id: UUID | None
    begins: type[Event] | tuple[type[Event], ...]
    thing: str


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
    right: Right
    stream: Callable[[Any], UUID]
    decide: Callable[..., Sequence[Event]]
    creates: bool
    refers: Callable[[Any], Mapping[str, Reference]]
    consults: Callable[[Any, Any], Mapping[str, Consulted]]
    joins: Callable[[Any, Any], Sequence[Joined]]
    gives: Callable[..., Iterable[Given]]
