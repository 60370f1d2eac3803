"""How does a field that an administrator has added appear in a list?"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from shared.custom_fields import Definition, said
from shared.listing.field import Field
from shared.listing.kinds import Kind

PREFIX = "custom."
"""Before the key, in names of fields."""


class _Shape(NamedTuple):
    """`{value}` is the stored value as text, `{document}` as JSON."""

    kind: Kind
    sql: str = "{value}"
    type: Any = str
    reach: str = ""


_TEXT = _Shape(Kind.TEXT)
_SHAPES = {
    "number": _Shape(Kind.NUMBER, "cast({value} as numeric)", Decimal),
    "money": _Shape(Kind.MONEY, "cast({document} ->> 'amount' as numeric)", Decimal),
    "date": _Shape(Kind.DATE, "cast({value} as date)", date),
    "yes_no": _Shape(Kind.BOOL, "cast({value} as boolean)", bool),
    "choice": _Shape(Kind.CHOICE),
    "choices": _Shape(
        Kind.TAGS,
        "(select array_agg(each) from jsonb_array_elements_text({document}) each)",
    ),
    "phone": _Shape(Kind.TEXT, reach="tel"),
    "email": _Shape(Kind.TEXT, reach="mailto"),
    "user": _Shape(Kind.USER, "cast({value} as uuid)"),
}


def custom_fields(definitions: Iterable[Definition], column: str, language: str) -> list[Field]:
    """A field for each definition; `column` is SQL of the JSON document that holds the values."""
    return [_field(each, column, language) for each in definitions]


def _field(definition: Definition, column: str, language: str) -> Field:
    shape = _SHAPES.get(definition.kind, _TEXT)
    parameter = f"custom_{definition.key}"
    stored = {"value": f"({column} ->> :{parameter})", "document": f"({column} -> :{parameter})"}
    name = PREFIX + definition.key
    money = {f"{name}.currency": f"{stored['document']} ->> 'currency'"}
    return Field(
        name=name,
        title=definition.named(language),
        kind=shape.kind,
        sql=shape.sql.format(**stored),
        bound={parameter: definition.key},
        with_=money if shape.kind is Kind.MONEY else {},
        type=shape.type,
        ordered=shape.kind not in (Kind.TAGS, Kind.USER, Kind.CHOICE),
        choices=tuple(choice.key for choice in definition.choices),
        choice_labels={
            choice.key: said(choice.label, language) or choice.key for choice in definition.choices
        },
        reach=shape.reach,
        custom=True,
    )
