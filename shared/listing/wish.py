"""What does a reader want of a list: which rows, in which order, with which columns?"""

from collections.abc import Mapping

import msgspec

from shared.listing.expression import EVERYTHING, Group, parsed, terms
from shared.listing.expression import wrong as refuse
from shared.marks import N_
from shared.texts import problem_with

LONGEST_SEARCH = 200
MOST_COLUMNS = 60
_TOO_LONG = N_("is longer than 200 characters")
_TOO_MANY = N_("names more than 60 columns")


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Empty parts stand for what the list does by itself."""

    search: str = ""
    filter: Group = EVERYTHING
    sort: str = ""
    columns: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Does it leave any row out?"""
        return bool(self.search or self.filter.parts)

    def speaks_of(self, field: str) -> bool:
        """Is the field in the filter?"""
        return any(term.field == field for term in terms(self.filter))


def wish(query: Mapping[str, str]) -> Wish:
    """The wish in an address: `search`, `filter`, `sort` and `columns`. Raises Invalid."""
    search = _line(query.get("search", ""), "search")
    sort = _line(query.get("sort", ""), "sort")
    columns = tuple(filter(None, query.get("columns", "").split(",")))
    if len(columns) > MOST_COLUMNS:
        refuse(_TOO_MANY, "columns")
    return Wish(search=search, filter=parsed(query.get("filter", "")), sort=sort, columns=columns)


def _line(text: str, field: str) -> str:
    if len(text) > LONGEST_SEARCH:
        refuse(_TOO_LONG, field)
    if problem := problem_with(text):
        refuse(problem, field)
    return text.strip()
