"""Which part of the company, and which time, does a dashboard show?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import Connection
from starlette.requests import Request

from projections.identity.branches import Branch, branches
from projections.sales.listing import DEALS
from projections.sales.results import Span
from services.gateway.lists.viewing import asker
from services.gateway.pages import parameters
from shared.listing import periods
from shared.listing.asking import Asking
from shared.listing.compiling import compiled
from shared.listing.expression import Group, Term, written
from shared.listing.field import Field
from shared.listing.kinds import ME, TEAM
from shared.rights.condition import Condition

PERIODS = ("this-month", "last-month", "this-quarter", "last-quarter", "this-year", "last-year")
_FIELDS = ("owner_id", "branch", "team", "product_id", "pipeline_id")


class Slice(NamedTuple):
    """What was chosen, as tests of a list's filter, and the days meant by the period."""

    tests: tuple[Term, ...]
    period: str
    span: Span
    asking: Asking

    def rows(self, thing: str, alias: str = "d") -> Condition:
        """The rows within it that the reader may see."""
        see = self.asking.who.where(thing, alias=alias)
        chosen = compiled(Group("and", self.tests), _fields(), self.asking)
        return Condition(f"{see.sql} and {chosen.sql}", see.parameters | chosen.parameters)

    def deals(self, *further: Term) -> str:
        """The address of the deals behind a figure."""
        found = written(Group("and", (*self.tests, *further)))
        return "/deals/list?" + urlencode({"filter": found}, safe="(),.")

    def closed(self, *further: Term) -> str:
        """The same, of those closed within the period."""
        days = (("from", self.span.first), ("before", self.span.end))
        limits = [Term("closed_on", operator, (day.isoformat(),)) for operator, day in days if day]
        return self.deals(*limits, *further)

    def activities(self, owner_id: UUID | None, kind: str | None = None) -> str:
        """The address of the activities behind a figure."""
        given = {"owner": owner_id, "kind": kind, "period": self.period}
        return "/reports/activities?" + urlencode({name: value for name, value in given.items() if value})


def slice_of(request: Request, connection: Connection) -> Slice:
    """What the address asks for; what it says wrongly is as if it were not said."""
    asking = asker(request)
    period = parameters.chosen(request, "period", PERIODS) or ""
    found = periods.period(period, asking.today) if period else None
    span = Span(found.first, found.end) if found else Span()
    return Slice(tuple(_tests(request, connection)), period, span, asking)


def last_year(span: Span, today: date) -> Span:
    """The span, or the last twelve months where it is open: as much as a chart has room for."""
    if span.first:
        return span
    return Span(today.replace(year=today.year - 1, day=1), span.end)


def chosen(request: Request) -> dict[str, Any]:
    """What the address says, for the fields in which it is chosen."""
    names = ("branch", "team", "owner", "period", "pipeline")
    return {name: parameters.text(request, name) or "" for name in names}


def _tests(request: Request, connection: Connection) -> list[Term]:
    tests = []
    if code := parameters.text(request, "branch"):
        tests.append(Term("branch", "is", _below(branches(connection), code)))
    if team := parameters.text(request, "team"):
        tests.append(Term("team", "is", (team,)))
    owner = parameters.text(request, "owner")
    if owner in (ME, TEAM) or parameters.identity(request, "owner"):
        tests.append(Term("owner_id", "is", (str(owner),)))
    return tests


def _below(tree: Sequence[Branch], code: str) -> tuple[str, ...]:
    """The branch and those below it."""
    found = [code]
    for branch in tree:
        if branch.parent in found and branch.code not in found:
            found.append(branch.code)
    return tuple(found)


def _fields() -> dict[str, Field]:
    known = DEALS.by_name()
    return {name: known[name] for name in _FIELDS if name in known}
