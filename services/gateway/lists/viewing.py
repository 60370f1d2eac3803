"""What does this reader see of a list, and what do they ask of it?"""

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec.structs import replace
from starlette.requests import Request

from events.pipelines import CLOSED
from projections.sales.pipelines import stage_names
from services.gateway.known import Known
from services.gateway.language import language_of, translated
from services.gateway.lists.catalogued import Catalogued
from services.gateway.pages import words
from services.gateway.time_zone import zone_of
from services.gateway.viewer import viewer
from shared.listing.asking import Asking, asking
from shared.listing.custom import custom_fields
from shared.listing.listing import Listing
from shared.listing.reading import View
from shared.listing.wish import Wish, wish


def view_of(request: Request, known: Known, list_: Catalogued, query: Mapping[str, str]) -> View:
    """The list with what the query asks for. Raises Invalid."""
    return viewed(request, known, list_, wish(query))


def viewed(
    request: Request, known: Known, list_: Catalogued, wanted: Wish, *, everything: bool = False
) -> View:
    """The list with this wish, within the reader's rights; `everything`: all columns by default."""
    who = viewer(request)
    listing = shown(request, known, list_)
    if everything and not wanted.columns:
        wanted = replace(wanted, columns=tuple(field.name for field in listing.fields))
    see = who.where(listing.object, alias=listing.alias)
    see = see._replace(parameters={**see.parameters, **listing.bound})
    return View(listing, wanted, asker(request), see)


def shown(request: Request, known: Known, list_: Catalogued) -> Listing:
    """What the reader may see of it, custom fields too, in their language."""
    who = viewer(request)
    added = []
    if list_.custom:
        defined = known.definitions(list_.listing.object)
        added = custom_fields(defined, list_.custom, language_of(request))
    return _with_stages(list_.listing, known, language_of(request)).shown_to(who, added)


def _with_stages(listing: Listing, known: Known, language: str) -> Listing:
    """Deals are in the stages of any pipeline, under the names these have now."""
    if listing.object != "deal":
        return listing
    names = {key: translated(language, name) for key, name in stage_names(known.pipelines).items()}
    names |= {outcome: translated(language, words.word(outcome)) for outcome in CLOSED}
    fields = tuple(
        replace(each, choices=tuple(names), choice_labels=names) if each.name == "stage" else each
        for each in listing.fields
    )
    return replace(listing, fields=fields)


def asker(request: Request) -> Asking:
    """The reader and their calendar."""
    return asking(viewer(request), zone_of(request), datetime.now(UTC))
