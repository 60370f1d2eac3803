"""How does a filter read above its list, and what is left when a part of it is taken away?"""

from typing import NamedTuple

from services.gateway.language import translated, translations
from services.gateway.pages.lists.options import Options
from shared.listing.expression import Group, Term, written
from shared.listing.listing import Listing
from shared.marks import N_

OPERATOR_WORDS = {
    "is": N_("is"),
    "not": N_("is not"),
    "has": N_("contains"),
    "starts": N_("begins with"),
    "from": N_("at least"),
    "to": N_("at most"),
    "above": N_("more than"),
    "below": N_("less than"),
    "in": N_("in"),
    "older": N_("longer ago than (days)"),
    "on": N_("on"),
    "before": N_("before"),
    "after": N_("after"),
    "all": N_("has all of"),
    "lacks": N_("has none of"),
    "empty": N_("is empty"),
    "filled": N_("is not empty"),
}
_QUIET = {"is", "in"}
"""Operators that go without saying beside their value."""
_SHOWN = 3


class Chip(NamedTuple):
    """One condition of a filter; `rest` is the filter without it."""

    name: str
    operator: str
    value: str
    rest: str


def chips(filter_: Group, listing: Listing, options: Options, language: str) -> list[Chip]:
    """One for each condition, and one for each group."""
    return [
        _chip(part, Group("and", filter_.parts[:at] + filter_.parts[at + 1 :]), listing, options, language)
        for at, part in enumerate(filter_.parts)
    ]


def _chip(part: Term | Group, rest: Group, listing: Listing, options: Options, language: str) -> Chip:
    if isinstance(part, Group):
        return Chip("", "", _grouped(part, listing, options, language), written(rest))
    name, operator, value = _said(part, listing, options, language)
    return Chip(name, operator, value, written(rest))


def _grouped(group: Group, listing: Listing, options: Options, language: str) -> str:
    joint = translated(language, N_("or")) if group.joined == "or" else translated(language, N_("and"))
    texts = []
    for part in group.parts:
        if isinstance(part, Group):
            texts.append(f"({_grouped(part, listing, options, language)})")
        else:
            texts.append(" ".join(filter(None, _said(part, listing, options, language))))
    return f" {joint} ".join(texts)


def _said(term: Term, listing: Listing, options: Options, language: str) -> tuple[str, str, str]:
    field = listing.by_name()[term.field]
    title = field.title if field.custom else translated(language, field.title)
    operator = "" if term.operator in _QUIET else translated(language, OPERATOR_WORDS[term.operator])
    values = [options.text(field, value) for value in term.values]
    if len(values) > _SHOWN:
        more = translations(language).ngettext("%(num)s more", "%(num)s more", len(values) - _SHOWN)
        values = [*values[:_SHOWN], more % {"num": len(values) - _SHOWN}]
    return title, operator, ", ".join(values)
