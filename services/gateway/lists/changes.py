"""Which command changes a field of a record?"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection

from shared.commands import Command, problems_of
from shared.custom_fields import Definition
from shared.refusals import Invalid, NotFound
from shared.rights.condition import Condition

Value = str | list[str] | None
"""What a reader typed or chose; None is nothing."""
Make = Callable[[Any, Value], Command]
"""The command, from the record as it is and the new value."""


class Changes(NamedTuple):
    """What can be changed in the rows of a list.

    load:   ids → the records as they are, of those that may be seen.
    fields: a field of the list, or something done to a whole record → how.
    dated:  the same, where it also takes the day on which the reader wishes for it.
    custom: the command that changes custom fields, from the record and the values by key; none: it has none.
    """

    load: Callable[[Connection, list[UUID], Condition], Mapping[UUID, Any]]
    fields: Mapping[str, Make]
    dated: Mapping[str, Callable[[Any, Value, date], Command]] = {}
    custom: Callable[[Any, dict[str, Any]], Command] | None = None

    def know(self, name: str) -> bool:
        """Whether this can be changed, custom fields aside."""
        return name in self.fields or name in self.dated

    def of(self, name: str, definitions: Mapping[str, Definition], today: date) -> Make:
        """How this is changed. Raises NotFound."""
        if name in self.dated:
            return _on(today, self.dated[name])
        if name in self.fields:
            return self.fields[name]
        key = name.removeprefix("custom.")
        if self.custom is None or key == name or key not in definitions:
            raise NotFound(what="field", id=name[:60])
        return _custom(definitions[key], self.custom)


def made(make: Make, record: Any, value: Value, named: str) -> Command:
    """The command. Raises Invalid, about the field as the list names it."""
    try:
        return make(record, value)
    except ValidationError as error:
        problems = [{**each, "field": named} for each in problems_of(error)]
        raise Invalid(problems=problems) from None


def _on(today: date, change: Callable[[Any, Value, date], Command]) -> Make:
    def make(record: Any, value: Value) -> Command:
        return change(record, value, today)

    return make


def _custom(definition: Definition, command: Callable[[Any, dict[str, Any]], Command]) -> Make:
    def make(record: Any, value: Value) -> Command:
        return command(record, {definition.key: _typed(definition, value)})

    return make


def _typed(definition: Definition, value: Value) -> Any:
    if not value:
        return None
    if definition.kind == "money" and isinstance(value, str):
        amount, _, currency = value.strip().rpartition(" ")
        return {"amount": amount, "currency": currency.upper()}
    if definition.kind == "yes_no":
        return value in ("yes", "true")
    if definition.kind == "choices":
        return value if isinstance(value, list) else value.split("\n")
    return value
