"""Which values can be chosen for a field, in the reader's language?"""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection

from projections.customers import facets
from projections.identity.colleagues import everyone
from projections.sales.products import products
from services.gateway.language import translated
from services.gateway.pages import words
from shared.listing import periods
from shared.listing.field import Field
from shared.listing.kinds import ME, NO, TEAM, YES, Kind
from shared.marks import N_

ME_WORDS = {ME: N_("Me"), TEAM: N_("My team")}
BOOL_WORDS = {YES: N_("Yes"), NO: N_("No")}
PERIOD_WORDS = {
    "today": N_("Today"),
    "yesterday": N_("Yesterday"),
    "tomorrow": N_("Tomorrow"),
    "this-week": N_("This week"),
    "last-week": N_("Last week"),
    "next-week": N_("Next week"),
    "this-month": N_("This month"),
    "last-month": N_("Last month"),
    "next-month": N_("Next month"),
    "this-quarter": N_("This quarter"),
    "last-quarter": N_("Last quarter"),
    "next-quarter": N_("Next quarter"),
    "this-year": N_("This year"),
    "last-year": N_("Last year"),
    "next-year": N_("Next year"),
    "last-7-days": N_("Last 7 days"),
    "last-30-days": N_("Last 30 days"),
    "last-90-days": N_("Last 90 days"),
    "next-7-days": N_("Next 7 days"),
    "next-30-days": N_("Next 30 days"),
}
assert set(periods.NAMED) < set(PERIOD_WORDS)


class Option(NamedTuple):
    """A value and its words; `group` are words for the values it stands among."""

    value: str
    text: str


class Options:
    """The options of the fields of a page; each list of people or products is read once."""

    def __init__(self, connection: Connection, language: str) -> None:
        self._connection = connection
        self._language = language
        self._found: dict[str, list[Option]] = {}

    def of(self, field: Field) -> list[Option]:
        """What to choose from; nothing where values are typed."""
        if field.name not in self._found:
            self._found[field.name] = self._read(field)
        return self._found[field.name]

    def text(self, field: Field, value: str) -> str:
        """How a value reads in a chip."""
        known = {option.value: option.text for option in self.of(field)}
        if value in PERIOD_WORDS and field.kind in (Kind.DATE, Kind.INSTANT):
            return translated(self._language, PERIOD_WORDS[value])
        return known.get(value, value)

    def _read(self, field: Field) -> list[Option]:
        if field.kind is Kind.CHOICE:
            return self._worded({code: words.word(code) for code in field.choices}, field)
        if field.kind is Kind.BOOL:
            return self._worded(BOOL_WORDS, field)
        if field.kind is Kind.USER:
            people = [Option(str(each.user_id), each.name) for each in everyone(self._connection)]
            return [*self._worded(ME_WORDS, field), *people]
        read = _READ.get(field.name)
        return [] if read is None else read(self._connection)

    def _worded(self, words_: dict[str, str], field: Field) -> list[Option]:
        if field.name == "lifecycle":
            words_ = {code: words.lifecycle_word(code) for code in words_}
        return [Option(code, translated(self._language, text)) for code, text in words_.items()]


_READ: dict[str, Callable[[Connection], list[Option]]] = {
    "branch": lambda connection: [Option(code, code) for code in facets.branches(connection)],
    "sector": lambda connection: [Option(each, each) for each in facets.sectors(connection)],
    "product_id": lambda connection: [
        Option(str(each.product_id), each.name) for each in products(connection)
    ],
}
