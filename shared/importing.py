"""What can be imported from a table, and which commands does a row become?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import msgspec

from shared.commands import Command
from shared.events import Event
from shared.undoing import Undoable

NATURAL_KEYS = UUID("6f1f4c0e-6f0b-5d43-9d3c-6a5f6f2f7b11")


class Step(NamedTuple):
    """One command of a row; `at` is its business time (None: the instant of the import)."""

    name: str
    command: Command
    at: datetime | None = None


class Refers(msgspec.Struct, frozen=True):
    """Marks a UUID field of a record as the id of a record of another entity."""

    entity: str


class Record(msgspec.Struct, kw_only=True):
    """The typed values of one row; a subclass declares the fields of its entity.

    Types: str, int, Decimal, date, datetime, Literal, `tuple[str, ...]` and `Annotated[UUID, Refers(…)]`,
    each also with `| None`. A field without a default must be mapped and filled. `branch` ends in the
    header of every command of the row. `custom: dict[str, Any]` holds the fields that administrators added.
    """

    branch: str = ""


def value_of(record: Record, name: str) -> Any:
    """What a record says in a field, or in one that an administrator added (`custom.<key>`)."""
    held, _, key = name.partition(".")
    value = getattr(record, held, None)
    return value.get(key) if key and value else value


ReadCell = Callable[[str, str | None], str]
"""The text of a cell, and the country whose numbers lack its code → what is kept. Raises ValueError."""


@dataclass(frozen=True)
class Importable:
    """An entity that rows of a table can become.

    history: the commands that bring a new record to where the row says it is, in order. Each of them
             must lead to an event. Raises Invalid, naming fields of the record.
    changes: the commands that bring an existing record there, given its events so far.
    undoable: how an import of such records is taken back.
    present: what an existing record says in the record's fields, given its events.
    dated:   steps that ought to have a business time; one without is reported.
    cells:   list field → how each of its cells is read.
    """

    name: str
    record: type[Record]
    history: Callable[[UUID, Any], list[Step]]
    changes: Callable[[UUID, Any, Sequence[Event]], list[Step]]
    undoable: Undoable
    present: Callable[[Sequence[Event]], Mapping[str, Any]] = lambda _: {}
    dated: tuple[str, ...] = ()
    cells: Mapping[str, ReadCell] = field(default_factory=dict)


def record_id(entity: str, key: str) -> UUID:
    """The stream id of the record with this natural key: the same in every import, on every machine."""
    return uuid5(NATURAL_KEYS, f"{entity}:{key}")


def latest(events: Sequence[Event], field: str, default: Any = None) -> Any:
    """The value that the last event carrying `field` gave it."""
    return next((getattr(event, field) for event in reversed(events) if hasattr(event, field)), default)
