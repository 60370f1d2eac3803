"""Which value of a field that an administrator added does a cell's text stand for?"""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from services.importing.amounts import currency_in
from services.importing.mapping import FieldMapping
from services.importing.values import Parse, parser_for
from shared.custom_fields import Definition
from shared.fitting import Unfit, fitted

CUSTOM = "custom."


class Defined(NamedTuple):
    """What administrators added, as far as the one who imports may fill it in.

    fields: entity → key → the field. currency: of amounts that name none.
    """

    fields: Mapping[str, Mapping[str, Definition]] = {}
    currency: str = "CNY"

    def of(self, entity: str, name: str) -> Definition | None:
        """The field that a mapping calls `custom.<key>`."""
        return self.fields.get(entity, {}).get(name.removeprefix(CUSTOM))


_YES = {"yes": True, "y": True, "true": True, "1": True, "是": True, "有": True, "√": True, "✓": True}
_NO = {"no": False, "n": False, "false": False, "0": False, "否": False, "无": False}
_BETWEEN = re.compile(r"\s*[;；,，、|]\s*")


def custom_parser(definition: Definition, field: FieldMapping, timezone: str, currency: str) -> Parse:
    """Text → the value as it is kept; ValueError says what was expected. `currency` is of bare amounts."""

    def parse(text: str) -> Any:
        written = field.values.get(text, text)
        try:
            return fitted(definition, _typed(definition, written, field, timezone, currency))
        except Unfit as unfit:
            raise ValueError(_explained(definition, written, unfit)) from None

    return parse


def _typed(definition: Definition, text: str, field: FieldMapping, timezone: str, currency: str) -> Any:
    kind = definition.kind
    if kind == "date":
        moment: datetime = parser_for(datetime, field, timezone)(text)
        return moment.date().isoformat()
    if kind in ("number", "money"):
        number = str(parser_for(Decimal, field, timezone)(text))
        return number if kind == "number" else {"amount": number, "currency": currency_in([text]) or currency}
    if kind == "yes_no":
        return {**_YES, **_NO}.get(text.casefold(), text)
    if kind == "choice":
        return _choice(definition, text)
    if kind == "choices":
        return [_choice(definition, each) for each in _BETWEEN.split(text) if each]
    return text


def _choice(definition: Definition, text: str) -> str:
    """Files hold what people read: a choice's label, in any language, or its key."""
    for choice in definition.choices:
        if text.casefold() in (choice.key, *(label.casefold() for label in choice.label.values())):
            return choice.key
    return text


def _explained(definition: Definition, text: str, unfit: Unfit) -> str:
    if definition.kind in ("choice", "choices"):
        allowed = ", ".join(choice.label.get("en", choice.key) for choice in definition.choices)
        return f"{text!r} is none of {allowed}"
    return str(unfit)
