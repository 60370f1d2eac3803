"""What does a filter mean? Said a second time, in Python, row by row."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.listing.expression import Group, Term
from shared.listing.periods import period
from tests.listing.things import COLLEAGUE, ME, TODAY, Row


def fits(row: Row, part: Group | Term) -> bool:
    """Does the row fit?"""
    if isinstance(part, Group):
        found = [fits(row, each) for each in part.parts]
        return all(found) if part.joined == "and" else any(found)
    return _test(row[part.field], part)


def _test(value: Any, term: Term) -> bool:
    nothing = value in (None, "", [])
    if term.operator in ("empty", "filled"):
        return nothing == (term.operator == "empty")
    if term.field in ("due", "seen"):
        return _dated(value, term)
    if term.field == "tags":
        return _tagged(set(value or ()), term)
    if term.field == "good":
        return (value or False) in [each == "yes" for each in term.values]
    if term.operator == "not":
        return not _among(value, term)
    if value is None:
        return False
    return _among(value, term) if term.operator == "is" else _compared(value, term)


def _among(value: Any, term: Term) -> bool:
    if value is None:
        return False
    if term.field == "amount":
        return value in [Decimal(each) for each in term.values]
    if term.field == "owner_id":
        return value in [person for each in term.values for person in _people(each)]
    if term.field == "branch":
        return value in ["east" if each == "mine" else each for each in term.values]
    return (
        value.lower() in [each.lower() for each in term.values]
        if term.field == "name"
        else value in term.values
    )


def _people(value: str) -> list[UUID]:
    return {"me": [ME], "team": [ME, COLLEAGUE]}.get(value) or [UUID(value)]


def _compared(value: str | Decimal, term: Term) -> bool:
    if isinstance(value, str):
        wanted = [each.lower() for each in term.values]
        if term.operator == "has":
            return any(each in value.lower() for each in wanted)
        return any(value.lower().startswith(each) for each in wanted)
    than = Decimal(term.values[0])
    return {"from": value >= than, "to": value <= than, "above": value > than, "below": value < than}[
        term.operator
    ]


def _dated(value: date | datetime | None, term: Term) -> bool:
    said = term.values[0]
    if term.operator == "older":
        return value is None or _day(value) < TODAY - timedelta(days=int(said))
    if value is None:
        return False
    day = _day(value)
    if term.operator == "in":
        first, end = period(said, TODAY)
        return first <= day < end
    than = date.fromisoformat(said)
    return {
        "on": day == than,
        "from": day >= than,
        "to": day <= than,
        "before": day < than,
        "after": day > than,
    }[term.operator]


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _tagged(tags: set[str], term: Term) -> bool:
    wanted = set(term.values)
    return {"has": bool(tags & wanted), "all": wanted <= tags, "lacks": not tags & wanted}[term.operator]
