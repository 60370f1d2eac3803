"""Which pipeline, which deals and which currency does the address of a board ask for?"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from msgspec.structs import replace
from sqlalchemy import Connection
from starlette.requests import Request

from events.pipelines import CLOSED
from projections.sales import pipeline_board
from projections.sales.board_cards import Column
from projections.sales.pipelines import Pipeline
from services.gateway.known import Known
from services.gateway.lists.catalogue import catalogued
from services.gateway.lists.viewing import view_of
from services.gateway.pages import parameters
from services.gateway.pages.lists.saved import Opened, opened
from services.gateway.viewer import viewer
from shared.listing.compiling import compiled
from shared.listing.expression import terms
from shared.listing.reading import View
from shared.refusals import NotFound
from shared.rights.condition import Condition
from shared.rights.levels import Level
from shared.rights.principal import Principal

LIST = "board"
SAID = ("pipeline", "filter", "in")
"""What the address of a board says, to be said again by its parts."""


class Asked(NamedTuple):
    """A pipeline, and the deals in it that are shown; `since` is the first day of this month."""

    pipeline: Pipeline
    offered: list[Pipeline]
    view: View
    see: Condition
    tasks: Condition
    joins: str
    today: date
    said: Mapping[str, str]

    @property
    def query(self) -> str:
        """What its address says, as a query string."""
        return urlencode(self.said, safe="(),.")

    @property
    def customers(self) -> Condition:
        """Which customers are named on the cards."""
        return self.who.naming("customer", "name", alias="c")

    @property
    def who(self) -> Principal:
        """On whose behalf it is asked."""
        return self.view.asking.who

    @property
    def since(self) -> date:
        """Closed deals are shown from this day on."""
        return self.today.replace(day=1)

    @property
    def at_hand(self) -> bool:
        """Can the sums be told without adding up the deals?"""
        return all(term.field in pipeline_board.TALLIED for term in terms(self.view.wish.filter))

    def column(self, stage: str) -> Column:
        """One column of it."""
        return Column(self.pipeline.pipeline_id, stage, self.since if stage in CLOSED else None)


def kept(request: Request, connection: Connection) -> Opened:
    """The saved views of the board, and what the one that is open asks for."""
    return opened(connection, catalogued(LIST), viewer(request), request.query_params)


def asked(request: Request, known: Known, query: Mapping[str, str]) -> Asked:
    """What this query is about. Raises Invalid, NotFound."""
    who = viewer(request)
    view = view_of(request, known, catalogued(LIST), query)
    found = compiled(view.wish.filter, view.listing.by_name(), view.asking)
    see = Condition(f"{view.see.sql} and {found.sql}", {**view.see.parameters, **found.parameters})
    offered = _offered(known, who)
    return Asked(
        _chosen(query, offered),
        offered,
        replace(view, see=see),
        see,
        who.where("task", alias="n"),
        view.listing.joins if view.wish.filter.parts else "",
        view.asking.today,
        {name: query[name] for name in SAID if query.get(name)},
    )


def _offered(known: Known, who: Principal) -> list[Pipeline]:
    """Those of the reader's branches and of all branches; every one to whoever sees every deal."""
    everywhere = who.level("deal", "see") == Level.ALL
    return [each for each in known.pipelines if everywhere or each.branch in ("", *who.branches)]


def _chosen(query: Mapping[str, str], offered: list[Pipeline]) -> Pipeline:
    wanted = parameters.as_identity(query.get("pipeline", ""))
    if wanted is None:
        return offered[0]
    for each in offered:
        if each.pipeline_id == wanted:
            return each
    raise NotFound(what="pipeline", id=str(wanted))
