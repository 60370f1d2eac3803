"""What do events make of the rows they touch?"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from shared.projection import Projection, Row
from shared.projector.table import Rows
from shared.records import Recorded


class WrongKey(ValueError):
    """A fold returned a row whose key fields differ from the key it was asked for."""


class Step(NamedTuple):
    """One fold of one event on one row."""

    key: Hashable
    fold: Callable[[Any, Recorded[Any]], Row | None]
    record: Recorded[Any]


def steps(projection: Projection, records: Sequence[Recorded[Any]]) -> list[Step]:
    """The folds these events ask for, in order. A key of None asks for none."""
    handlers = projection.handlers
    return [
        Step(key, handler.fold, record)
        for record in records
        for handler in handlers.get(type(record.event), ())
        if (key := handler.key(record)) is not None
    ]


def fold(todo: Sequence[Step], rows: Rows) -> None:
    """Carry out the folds on `rows`, in place; a row that is no more stays as None."""
    for step in todo:
        try:
            rows[step.key] = step.fold(rows.get(step.key), step.record)
        except Exception as error:
            error.add_note(f"position {step.record.position}, {step.record.envelope.type}")
            raise


def checked(rows: Rows, key_of: Callable[[Row], Hashable]) -> list[Row]:
    """The rows that exist. Raises WrongKey."""
    for key, row in rows.items():
        if row is not None and key_of(row) != key:
            raise WrongKey(f"the fold for key {key!r} returned a row with key {key_of(row)!r}")
    return [row for row in rows.values() if row is not None]
