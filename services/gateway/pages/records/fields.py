"""What is a field of a record on its page: what it shows, and which command changes it?"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from services.gateway.language import translated
from services.gateway.pages.formats import Formats
from shared.custom_fields import Definition
from shared.marks import N_
from shared.rights.principal import Principal


class Command(NamedTuple):
    """The whole body as the record stands now, and the path of the edited value in it."""

    name: str
    body: dict[str, Any]
    path: str
    action: str = "edit"
    currency_path: str = ""


class RecordField(NamedTuple):
    """`value` is what an editor begins with, `kind` which one it is; without a command it stays.

    reach: how one reaches whom it names by a press, tel or mailto.
    """

    name: str
    title: str
    shown: Any
    value: Any = None
    kind: str = "text"
    command: Command | None = None
    options: tuple[tuple[str, str], ...] = ()
    currency: str = ""
    required: bool = False
    reach: str = ""


class Owned(Protocol):
    """A record with an owner, a branch and custom values."""

    owner_id: Any
    branch: str
    custom: dict[str, Any]


def allowed(fields: list[RecordField], who: Principal, thing: str, record: Owned) -> list[RecordField]:
    """The fields the reader may see; those they may not change have no command."""

    def may(field: RecordField) -> bool:
        action = field.command.action if field.command else ""
        reaches = who.may(thing, action, owner_id=record.owner_id, branch=record.branch)
        return reaches and who.writes(thing, field.name)

    shown = [field for field in fields if who.shows(thing, field.name)]
    return [field if may(field) else field._replace(command=None) for field in shown]


YES, NO = N_("Yes"), N_("No")
_CONTROLS = {
    "long_text": "text",
    "email": "text",
    "phone": "text",
    "url": "url",
    "choices": "many",
    "yes_no": "bool",
    "user": "user",
}


class Reading(NamedTuple):
    """How values are shown: in a language, with the names of colleagues."""

    language: str
    formats: Formats
    people: Mapping[str, str]


def custom_field(
    definition: Definition, held: Mapping[str, Any], command: str, own: Mapping[str, str], read: Reading
) -> RecordField:
    """The field an administrator added, with what this record holds; `own` names the record."""
    value, path = held.get(definition.key), f"custom.{definition.key}"
    money = definition.kind == "money"
    whole = {**own, "custom": {definition.key: value}}
    kind = _CONTROLS.get(definition.kind, definition.kind)
    choices = tuple(
        (choice.key, choice.label.get(read.language) or choice.key)
        for choice in definition.choices
        if not choice.retired
    )
    options = choices
    if definition.kind == "yes_no":
        options = (("true", translated(read.language, YES)), ("false", translated(read.language, NO)))
    if definition.kind == "user":
        options = tuple(read.people.items())
    currency = value.get("currency", "CNY") if isinstance(value, dict) else "CNY"
    return RecordField(
        name=path,
        title=definition.named(read.language),
        shown=_shown(definition, value, read),
        value=value.get("amount") if isinstance(value, dict) else value,
        kind=kind,
        command=Command(
            command,
            whole,
            f"{path}.amount" if money else path,
            currency_path=f"{path}.currency" if money else "",
        ),
        options=options,
        currency=currency,
        required=definition.required,
        reach={"phone": "tel", "email": "mailto"}.get(definition.kind, ""),
    )


def _shown(definition: Definition, value: Any, read: Reading) -> Any:
    if value is None:
        return None
    match definition.kind:
        case "money":
            return read.formats.money(Decimal(value["amount"]), value["currency"])
        case "yes_no":
            return translated(read.language, YES if value else NO)
        case "date":
            return read.formats.day(date.fromisoformat(value))
        case "user":
            return read.people.get(str(value), str(value))
        case _:
            return definition.shown(value, read.language)
