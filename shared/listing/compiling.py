"""How does a filter become a condition of SQL, every value bound, every field from an allowlist?"""

from collections.abc import Mapping
from typing import Any

from shared.listing.asking import Asking
from shared.listing.expression import Group, Term, wrong
from shared.listing.field import Field
from shared.listing.kinds import EMPTY, MANY, OPERATORS, Kind
from shared.listing.meanings import MEANINGS, Bind
from shared.marks import N_
from shared.rights.condition import Condition

_NO_VALUE = N_("needs a value")
_ONE_VALUE = N_("takes one value")
_WITHOUT = N_("takes no value")


def compiled(filter_: Group, fields: Mapping[str, Field], asking: Asking) -> Condition:
    """The rows that fit. A field that is not among `fields` is refused. Raises Invalid."""
    compiler = _Compiler(fields, asking)
    return Condition(compiler.group(filter_), compiler.parameters)


class _Compiler:
    """Collects the parameters on the way."""

    def __init__(self, fields: Mapping[str, Field], asking: Asking) -> None:
        self._fields = fields
        self._asking = asking
        self.parameters: dict[str, Any] = {}

    def group(self, group: Group) -> str:
        parts = [self.group(part) if isinstance(part, Group) else self._term(part) for part in group.parts]
        if not parts:
            return "true"
        return f"({f' {group.joined} '.join(parts)})"

    def _term(self, term: Term) -> str:
        field = self._fields.get(term.field)
        if field is None:
            wrong(f"there is no field {term.field[:60]}")
        place = f"filter.{term.field}"
        if term.operator not in OPERATORS[field.kind]:
            wrong(f"is not one of {', '.join(OPERATORS[field.kind])}", place)
        _fits(term, place)
        self.parameters.update(field.bound)
        if term.operator in EMPTY:
            return _emptiness(field, term.operator)
        return f"({MEANINGS[field.kind](field.sql, term, Bind(self.parameters, self._asking, field, place))})"


def _fits(term: Term, place: str) -> None:
    if term.operator in EMPTY:
        if term.values:
            wrong(_WITHOUT, place)
    elif not term.values:
        wrong(_NO_VALUE, place)
    elif len(term.values) > 1 and term.operator not in MANY:
        wrong(_ONE_VALUE, place)


def _emptiness(field: Field, operator: str) -> str:
    nothing = {
        Kind.TAGS: f"coalesce(cardinality({field.sql}), 0) = 0",
        Kind.LIST: f"coalesce(cardinality({field.sql}), 0) = 0",
        Kind.RECORDS: f"coalesce(cardinality({field.sql}), 0) = 0",
        Kind.TEXT: f"coalesce({field.sql}, '') = ''",
        Kind.CHOICE: f"coalesce({field.sql}, '') = ''",
        Kind.BRANCH: f"coalesce({field.sql}, '') = ''",
    }.get(field.kind, f"{field.sql} is null")
    return nothing if operator == "empty" else f"not ({nothing})"
