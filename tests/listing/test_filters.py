"""Does a filter find the rows it says, and nothing a reader may not ask for?"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from shared.listing import reading
from shared.listing.compiling import compiled
from shared.listing.expression import Group, Term, parsed, written
from shared.listing.kinds import EMPTY, OPERATORS, Kind
from shared.listing.wish import Wish
from shared.refusals import Invalid
from tests.listing.evaluated import fits
from tests.listing.things import ASKING, COLLEAGUE, FIELDS, ME, STRANGER, THINGS, fill, view

WORDS = st.sampled_from(["Kan", "kan-code", "100%", "a_b", "上海凯捷", "x\\y", "", 'say "hi", (ok)'])
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
VALUES: dict[Kind, st.SearchStrategy[str]] = {
    Kind.TEXT: WORDS.filter(bool),
    Kind.NUMBER: st.decimals(-50, 50, places=1).map(str),
    Kind.CHOICE: st.sampled_from(["low", "high"]),
    Kind.USER: st.sampled_from(["me", "team", str(STRANGER)]),
    Kind.BRANCH: st.sampled_from(["east", "west", "mine"]),
    Kind.BOOL: st.sampled_from(["yes", "no"]),
    Kind.TAGS: st.sampled_from(["vip", "重要", "cold"]),
}
PERIODS = st.sampled_from(
    ["today", "this-week", "last-quarter", "this-year", "last-30-days", "next-7-days", "2026-11"]
)
OPTIONAL = {
    "name": WORDS,
    "amount": st.decimals(-50, 50, places=1),
    "due": DAYS,
    "seen": st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    "level": st.sampled_from(["low", "high"]),
    "owner_id": st.sampled_from([ME, COLLEAGUE, STRANGER]),
    "branch": st.sampled_from(["east", "west"]),
    "good": st.booleans(),
    "tags": st.lists(VALUES[Kind.TAGS], unique=True, max_size=3),
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | values for name, values in OPTIONAL.items()}), max_size=8
).map(lambda rows: [{"id": UUID(int=100 + at), **row} for at, row in enumerate(rows)])


@st.composite
def single(draw: st.DrawFn) -> Term:
    field = draw(st.sampled_from(FIELDS))
    operator = draw(st.sampled_from(OPERATORS[field.kind]))
    if operator in EMPTY:
        return Term(field.name, operator)
    if field.kind in (Kind.DATE, Kind.INSTANT):
        values = {"in": PERIODS, "older": st.integers(0, 400).map(str)}.get(operator, DAYS.map(str))
    else:
        values = VALUES[field.kind]
    most = 3 if operator in ("is", "not", "has", "all", "lacks") else 1
    return Term(field.name, operator, tuple(draw(st.lists(values, min_size=1, max_size=most))))


TESTS = single()
FILTERS = st.recursive(
    TESTS,
    lambda inner: st.builds(
        Group, st.sampled_from(["and", "or"]), st.lists(inner, min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=6,
).map(lambda part: Group("and", (part,)))


@pytest.fixture(scope="module")
def connection(module_database: Engine) -> Any:
    with module_database.connect() as connection:
        yield connection


@examples(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, wanted=FILTERS)
def test_a_filter_finds_exactly_what_it_says(connection: Connection, rows: Any, wanted: Group) -> None:
    fill(connection, rows)
    found = reading.page(connection, view(Wish(filter=wanted)), limit=100).items
    assert {row["id"] for row in found} == {row["id"] for row in rows if fits(row, wanted)}


@given(FILTERS)
def test_a_filter_comes_back_from_its_text_as_it_was(wanted: Group) -> None:
    assert parsed(written(wanted)) == wanted


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("secret.is(x)", "filter", "no field secret"),
        ("amount.has(1)", "filter.amount", "is not one of"),
        ("amount.above(many)", "filter.amount", "needs a number"),
        ("amount.above(NaN)", "filter.amount", "needs a number"),
        ("amount.above(1,2)", "filter.amount", "takes one value"),
        ("amount.above()", "filter.amount", "needs a value"),
        ("amount.empty(1)", "filter.amount", "takes no value"),
        ("due.on(2026-02-30)", "filter.due", "needs a date"),
        ("due.in(someday)", "filter.due", "needs a period"),
        ("due.older(-1)", "filter.due", "needs a number of days"),
        ("level.is(medium)", "filter.level", "is not one of the choices"),
        ("owner_id.is(nobody)", "filter.owner_id", "needs a record"),
        ("good.is(maybe)", "filter.good", "either yes or no"),
        ("name.is(x", "filter", "cannot be read"),
        ("name", "filter", "cannot be read"),
        ('name.is("x)', "filter", "cannot be read"),
        ("name.is(x))", "filter", "cannot be read"),
        ("name.is(\x00)", "filter", "control character"),
        (f"name.is({'x' * 201})", "filter", "more than 200 characters"),
        (f"name.is({'x,' * 1_500})", "filter", "longer than 2,000"),
        (f"name.is({','.join('x' * 60)})", "filter", "more than 50 values"),
        (",".join(["good.is(yes)"] * 41), "filter", "more than 40 conditions"),
        ("or(" * 5 + "good.is(yes)" + ")" * 5, "filter", "four deep"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_at_its_field(text: str, field: str, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        compiled(parsed(text), THINGS.by_name(), ASKING)
    assert refusal.value.field == field
    assert said in refusal.value.details["problems"][0]["problem"]


def test_what_a_reader_types_never_becomes_sql() -> None:
    condition = compiled(parsed('name.is("x\'; drop table things --")'), THINGS.by_name(), ASKING)
    assert "drop" not in condition.sql
    assert ["x'; drop table things --"] in condition.parameters.values()


def test_decimals_are_exact() -> None:
    condition = compiled(parsed("amount.from(0.1)"), THINGS.by_name(), ASKING)
    assert Decimal("0.1") in condition.parameters.values()
