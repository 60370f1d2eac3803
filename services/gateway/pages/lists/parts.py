"""What does the page of a list show: its columns, rows, chips, and what it comes to?"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.requests import Request

from services.gateway.known import Known
from services.gateway.language import language_of, translated
from services.gateway.lists.catalogued import Catalogued
from services.gateway.lists.viewing import view_of
from services.gateway.pages.lists.addresses import Addresses
from services.gateway.pages.lists.chips import chips
from services.gateway.pages.lists.options import Options
from services.gateway.pages.lists.saved import opened
from services.gateway.problems import NOT_UNDERSTOOD
from services.gateway.validation_words import problem_in
from services.gateway.viewer import viewer
from shared.listing import reading
from shared.listing.field import Field
from shared.paging import Page
from shared.refusals import Invalid, NotFound

ROWS = 50
SOME = 100
"""So many rows are fetched again at once."""
ASKED = ("view", "search", "filter", "sort", "columns")
"""What an address says of a list."""


def rows_of(request: Request, known: Known, list_: Catalogued, query: Mapping[str, str]) -> dict[str, Any]:
    """A page of rows with the columns they stand in. Raises Invalid."""
    view, connection = view_of(request, known, list_, query), known.connection
    if only := query.get("only"):
        found = reading.page(connection, reading.unfiltered(view), among=[_identity(only)], limit=1)
    elif still := query.get("still"):
        some = [_identity(each) for each in still.split(",")[:SOME]]
        found = reading.page(connection, view, among=some, still=True, limit=SOME)
    else:
        found = reading.page(connection, view, cursor=query.get("cursor") or None, limit=ROWS)
    language = language_of(request)
    return {
        "list": list_,
        "columns": view.columns,
        "titles": titles(view.listing.fields, language),
        "found": found,
        "sort": view.sort,
        "view": view,
        "options": Options(known, viewer(request), list_.listing.object, language),
        "to": Addresses(list_.name, list_.address, asked(query)),
    }


def list_of(request: Request, known: Known, list_: Catalogued, query: Mapping[str, str]) -> dict[str, Any]:
    """All that the page of a list shows; a filter that cannot be read is told, with no rows."""
    connection = known.connection
    kept = opened(connection, list_, viewer(request), query)
    query = kept.query
    try:
        parts = rows_of(request, known, list_, query)
        view = parts["view"]
        counted = reading.count(connection, view)
        problem = None
    except Invalid as invalid:
        parts = rows_of(request, known, list_, {})
        parts |= {"found": Page([], None), "to": Addresses(list_.name, list_.address, asked(query))}
        view, counted, problem = parts["view"], 0, _told(invalid, parts["titles"], language_of(request))
    return parts | {
        "chips": chips(view.wish.filter, view.listing, parts["options"], language_of(request)),
        "count": min(counted, reading.COUNTED),
        "more": counted > reading.COUNTED,
        "problem": problem,
        "views": kept.views,
        "current": kept.current,
        "ready": kept.ready,
        "default": kept.default,
        "colleagues": known.colleagues,
        "branches": known.open_branches,
    }


def _told(invalid: Invalid, titles: Mapping[str, str], language: str) -> str:
    """What is wrong with a value, by the name of its field; how filters are written is for programs."""
    wrong = invalid.details["problems"][0]
    name = wrong["field"].removeprefix("filter.")
    if name not in titles:
        return translated(language, NOT_UNDERSTOOD)
    return f"{titles[name]}: {problem_in(language, wrong['problem'])}"


def totals_of(request: Request, known: Known, list_: Catalogued, query: Mapping[str, str]) -> dict[str, Any]:
    """How many rows there are exactly, and their sums. Raises Invalid."""
    view = view_of(request, known, list_, query)
    counted, sums = reading.sums(known.connection, view)
    return {
        "list": list_,
        "columns": view.columns,
        "count": counted,
        "sums": {field.name: [each for each in sums if each.field == field.name] for field in view.columns},
    }


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(what="record", id=text[:60]) from None


def titles(fields: tuple[Field, ...], language: str) -> dict[str, str]:
    """What the fields are called."""
    return {each.name: each.title if each.custom else translated(language, each.title) for each in fields}


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """What the address says of the list, to be said again by its parts."""
    return {name: query[name] for name in ASKED if query.get(name)}
