"""What can be taken back of a record, and which commands take it back?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from shared.aggregate import Aggregate
from shared.commands import Command
from shared.events import Event

SOURCE = "undo"


@dataclass(frozen=True)
class Undoable:
    """A kind of record whose changes can be taken back by further commands.

    begins:   the event such a record begins with.
    aspects:  what people call it → the fields of the aggregate's state that change together.
    gone:     the field of the state that is true while the record is in no list.
    set_back: the commands, in order, that lead from the present state to another one.
    """

    aggregate: Aggregate[Any]
    begins: type[Event]
    aspects: Mapping[str, tuple[str, ...]]
    gone: str
    set_back: Callable[[UUID, Any, Any], list[Command]]


def undo_of(correlation_id: UUID) -> UUID:
    """The correlation id of whatever takes back what carries this one: the same at every attempt."""
    return uuid5(correlation_id, SOURCE)
