"""What is a projection: which question, which table, which fold?"""

import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

import msgspec

from shared.events import Event, Unreadable, event_name
from shared.records import Recorded
from shared.slices import PARTITIONS, WHOLE


class Row(msgspec.Struct):
    """One row of a read model: field names and types become the table's columns, in order.

    Types: UUID, str, int, bool, float, Decimal, date, datetime, `list[str]`, `dict` (jsonb), each also
    with `| None`, and `Annotated[list[str], SearchTokens]` (a tsvector). Whatever else, such as a list
    of structs, becomes jsonb. Search tokens come back to a fold sorted and without duplicates, because
    that is all a tsvector keeps.
    """


class SearchTokens(msgspec.Struct, frozen=True):
    """Marks a `list[str]` column as search tokens, stored as a tsvector with a GIN index."""


class Tally(NamedTuple):
    """How many rows a read model has in each group, and what they come to, kept in step by the database.

    Queries use the view `read.<projection>__<name>`: a column for each group, `rows`, one for each sum. A
    group may have no rows any more.

    by:    column → SQL over a row's columns, such as `{"month": "date_trunc('month', closed_on)::date"}`.
    sums:  column → SQL of a number.
    where: SQL: which rows count.
    """

    name: str
    by: Mapping[str, str]
    sums: Mapping[str, str] = {}
    where: str = "true"


class Handler(NamedTuple):
    """How one event type changes one row: the row's key, and the pure fold."""

    key: Callable[[Recorded[Any]], Hashable]
    fold: Callable[[Any, Recorded[Any]], Any]


Fold = TypeVar("Fold", bound=Callable[..., Any])


def stream_of(record: Recorded[Any]) -> Hashable:
    """The usual key of a row: the stream its events belong to."""
    return record.stream_id


class Projection:
    """A read model: one question, one table, one pure fold from events to rows.

    name:    the table is `read.<name>_v<version>`; queries use the view `read.<name>`.
    version: raise it when the fold or the row changes; read models are rebuilt, never migrated.
    row:     the Row subclass; its first `key_fields` fields are the primary key.
    indexes: further indexes as column lists, such as `"stage, amount desc"` or `"using gin (tokens)"`.
    tallies: counts and sums by group, for figures over more rows than can be added up while somebody waits.

    A fold takes the present row (None if there is none) and the record, and returns the new row, or
    None to have none. It may change the row it was given; it touches nothing else.
    """

    def __init__(
        self,
        name: str,
        *,
        version: int,
        row: type[Row],
        key_fields: int = 1,
        indexes: Sequence[str] = (),
        tallies: Sequence[Tally] = (),
    ) -> None:
        self.name = name
        self.version = version
        self.row = row
        self.key_fields = key_fields
        self.indexes = tuple(indexes)
        self.tallies = tuple(tallies)
        self.handlers: dict[type[Event], list[Handler]] = {}
        self._module = str(sys._getframe(1).f_globals["__name__"])

    def __reduce__(self) -> Any:
        # Functions cannot travel to other processes: there, it is found again where it was declared.
        return declared, (self._module, self.name)

    def on(
        self, *events: type[Event], key: Callable[[Recorded[Any]], Hashable] = stream_of
    ) -> Callable[[Fold], Fold]:
        """Register a fold for these events.

        `key` gives the row's primary key, a tuple where it has several fields; None means that the event
        concerns no row. One event may have several folds, each with its own key; they run in this order.
        """

        def register(fold: Fold) -> Fold:
            for event in events:
                self.handlers.setdefault(event, []).append(Handler(key, fold))
            return fold

        return register

    def concerns(self, event: Event | Unreadable) -> bool:
        """May the event change a row? One this release cannot load may, where its context is followed."""
        if isinstance(event, Unreadable):
            return event.type.partition(".")[0] in {_context(each) for each in self.handlers}
        return type(event) in self.handlers

    @property
    def partitions(self) -> tuple[int, ...]:
        """The partitions of the log it follows one by one; WHOLE where a row may hear of several streams."""
        own = all(handler.key is stream_of for handlers in self.handlers.values() for handler in handlers)
        return tuple(range(PARTITIONS)) if own else (WHOLE,)


def declared(module: str, name: str) -> Projection:
    """The projection of that name among the names of a module. Raises LookupError."""
    for value in vars(import_module(module)).values():
        if isinstance(value, Projection) and value.name == name:
            return value
    raise LookupError(
        f"No projection {name} stands in {module}; only one that does can be folded by several processes."
    )


def _context(event: type[Event]) -> str:
    return event_name(event).partition(".")[0]
