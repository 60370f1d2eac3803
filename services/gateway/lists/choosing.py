"""Which rows of a list has a reader chosen, and may they do this with them?"""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.requests import Request

from projections.configuration.custom_fields import definitions
from services.gateway.known import Known
from services.gateway.lists.catalogued import Catalogued
from services.gateway.lists.changes import Make
from services.gateway.lists.viewing import viewed
from services.gateway.viewer import viewer
from shared.listing import reading
from shared.listing.expression import LONGEST
from shared.listing.reading import View
from shared.listing.wish import LONGEST_SEARCH, wish
from shared.refusals import Forbidden, NotFound, Refused
from shared.rights.condition import Condition
from shared.rights.levels import Level
from shared.rights.principal import SEE, Principal

MOST = 50_000
Text = Annotated[str, Field(max_length=10_000)]


class TooManyRows(Refused):
    """This concerns more than {most} rows. Narrow the filter, and do it in parts."""


class BulkChange(BaseModel):
    """What is to become of many rows: those named in `ids`, or all that the filter and the search find."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: Annotated[str, Field(min_length=1, max_length=60)]
    value: Text | list[Text] | None = None
    ids: list[UUID] | None = Field(default=None, max_length=10_000)
    filter: Annotated[str, Field(max_length=LONGEST)] = ""
    search: Annotated[str, Field(max_length=LONGEST_SEARCH)] = ""


def within(who: Principal, list_: Catalogued, action: Literal["bulk", "export"]) -> Condition:
    """The rows with which this reader may do this. Raises Forbidden where there can be none."""
    thing = list_.listing.object
    level = who.level(thing, action)
    if level == Level.NONE:
        raise Forbidden
    narrower = action if level < who.level(thing, SEE) else SEE
    return who.where(thing, narrower, alias=list_.listing.alias)


def chosen(request: Request, connection: Connection, list_: Catalogued, wanted: BulkChange) -> list[UUID]:
    """The ids of the rows. Raises Invalid, Forbidden, TooManyRows."""
    may = within(viewer(request), list_, "bulk")
    view = replace(viewed(request, Known(connection), list_, _wish(wanted)), see=may)
    ids = reading.keys(connection, view, among=wanted.ids, most=MOST)
    if len(ids) > MOST:
        raise TooManyRows(most=MOST)
    return ids


def _wish(wanted: BulkChange) -> Any:
    given = wanted.ids is None
    return wish({"search": wanted.search, "filter": wanted.filter} if given else {})


def change_of(who: Principal, connection: Connection, list_: Catalogued, field: str, today: date) -> Make:
    """How a field is changed on the reader's day, if they may change it. Raises NotFound, Forbidden."""
    thing = list_.listing.object
    if not who.shows(thing, field):
        raise NotFound(what="field", id=field)
    if not who.writes(thing, field):
        raise Forbidden
    known = {each.key: each for each in definitions(connection, thing)}
    return list_.changes.of(field, known, today)


def exportable(request: Request, connection: Connection, list_: Catalogued, query: Any) -> View:
    """The rows that may be exported, as the query asks for them. Raises Invalid, Forbidden."""
    may = within(viewer(request), list_, "export")
    return replace(viewed(request, Known(connection), list_, wish(query)), see=may)
