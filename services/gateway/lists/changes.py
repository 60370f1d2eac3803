"""Which command changes a field of a record, and which one sets it back?"""

from collections.abc import Callable, Mapping
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


class Change(NamedTuple):
    """`make` is given the record as it is and the new value, `back` the record as it was and that value."""

    make: Make
    back: Make


class Changes(NamedTuple):
    """What can be changed in the rows of a list.

    load:   ids → the records as they are, of those that may be seen.
    fields: a field of the list, or something done to a whole record → how.
    custom: the command that changes custom fields, from the record and the values by key; none: it has none.
    """

    load: Callable[[Connection, list[UUID], Condition], Mapping[UUID, Any]]
    fields: Mapping[str, Change]
    custom: Callable[[Any, dict[str, Any]], Command] | None = None

    def of(self, name: str, definitions: Mapping[str, Definition]) -> Change:
        """How this is changed. Raises NotFound."""
        if name in self.fields:
            return self.fields[name]
        key = name.removeprefix("custom.")
        if self.custom is None or key == name or key not in definitions:
            raise NotFound(what="field", id=name[:60])
        return _custom(definitions[key], self.custom)


def field(name: str, make: Make) -> Change:
    """A field that the same command sets back to what the record held."""
    return Change(make, lambda before, _: make(before, getattr(before, name)))


def made(make: Make, record: Any, value: Value, named: str) -> Command:
    """The command. Raises Invalid, about the field as the list names it."""
    try:
        return make(record, value)
    except ValidationError as error:
        problems = [{**each, "field": named} for each in problems_of(error)]
        raise Invalid(problems=problems) from None


def _custom(definition: Definition, command: Callable[[Any, dict[str, Any]], Command]) -> Change:
    def make(record: Any, value: Value) -> Command:
        return command(record, {definition.key: _typed(definition, value)})

    def back(before: Any, _: Value) -> Command:
        return command(before, {definition.key: before.custom.get(definition.key)})

    return Change(make, back)


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
