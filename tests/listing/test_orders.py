"""Does a list show every row once, in order, with nothing its reader may not see?"""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine

from shared.listing import reading
from shared.listing.reading import Sum
from shared.listing.wish import Wish, wish
from shared.refusals import Invalid
from shared.rights.condition import Condition
from shared.rights.principal import Principal, Rights
from tests.listing.things import COLLEAGUE, FIELDS, ME, THINGS, fill, view

SORTED = [sign + field.name for field in FIELDS if field.ordered for sign in ("", "-")] + ["id", "-id"]
OWN = Condition("t.owner_id = cast(:me as uuid)", {"me": str(ME)})


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    """Many equal values, and many missing ones."""
    drawn = Random(7)
    values: dict[str, list[Any]] = {
        "name": ["a", "b", None],
        "amount": [Decimal(1), Decimal("2.5"), None],
        "due": [date(2026, 1, 1), None],
        "seen": [datetime(2026, 1, 1, tzinfo=UTC), None],
        "level": ["low", None],
        "owner_id": [ME, COLLEAGUE, None],
        "branch": ["east", None],
        "good": [True, None],
        "tags": [["vip"], None],
    }
    return [
        {
            "id": UUID(int=drawn.getrandbits(100)),
            **{name: drawn.choice(some) for name, some in values.items()},
        }
        for _ in range(40)
    ]


@pytest.fixture(scope="module")
def connection(module_database: Engine, rows: Any) -> Any:
    with module_database.connect() as connection:
        fill(connection, rows)
        yield connection


@pytest.mark.parametrize("sort", SORTED)
@pytest.mark.parametrize("limit", [1, 7])
def test_page_by_page_every_row_is_seen_once_and_those_without_a_value_last(
    connection: Connection, rows: Any, sort: str, limit: int
) -> None:
    asked = view(Wish(sort=sort, columns=(sort.removeprefix("-"),) if sort.removeprefix("-") != "id" else ()))
    seen, cursor = [], None
    while True:
        page = reading.page(connection, asked, cursor=cursor, limit=limit)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(rows)
    assert {row["id"] for row in seen} == {row["id"] for row in rows}
    values = [row[sort.removeprefix("-")] for row in seen]
    held = [value for value in values if value is not None]
    assert values == sorted(held, reverse=sort.startswith("-")) + [None] * (len(values) - len(held))


def test_counts_and_sums_are_of_what_fits(connection: Connection, rows: Any) -> None:
    asked = view(wish({"filter": "level.is(low)", "columns": "amount"}))
    fitting = [row for row in rows if row["level"] == "low"]
    amounts = [row["amount"] for row in fitting if row["amount"] is not None]
    assert reading.sums(connection, asked) == (len(fitting), [Sum("amount", None, sum(amounts))])
    assert reading.count(connection, asked) == len(fitting)
    assert reading.count(connection, asked, most=3) == 4


@pytest.mark.parametrize(
    "text", ["", "level.is(low)", "or(level.is(low),level.empty())", "or(owner_id.filled())"]
)
def test_no_filter_shows_more_than_the_right_to_see(connection: Connection, rows: Any, text: str) -> None:
    asked = view(wish({"filter": text}), see=OWN)
    mine = {row["id"] for row in rows if row["owner_id"] == ME}
    shown = {row["id"] for row in reading.page(connection, asked, limit=100).items}
    assert shown <= mine
    assert {row["id"] for row in reading.every(connection, asked)} == shown
    assert set(reading.keys(connection, asked, most=100)) == shown
    assert set(reading.keys(connection, asked, among=[row["id"] for row in rows], most=100)) <= mine
    assert reading.count(connection, asked) == len(shown)
    assert reading.sums(connection, asked)[0] == len(shown)


@pytest.mark.parametrize("query", [{"filter": "amount.above(1)"}, {"sort": "amount"}, {"columns": "amount"}])
def test_a_hidden_field_is_as_if_it_were_not_there(connection: Connection, query: dict[str, str]) -> None:
    who = Principal(user_id=ME, name="Bo", rights=Rights(unlimited=True, hidden=frozenset({"thing.amount"})))
    asked = view(wish(query))
    hidden = reading.View(THINGS.shown_to(who), asked.wish, asked.asking, asked.see)
    with pytest.raises(Invalid) as refusal:
        reading.page(connection, hidden)
    assert "there is no field amount" in refusal.value.details["problems"][0]["problem"]
    assert all(
        "amount" not in row
        for row in reading.page(
            connection,
            reading.unfiltered(reading.View(THINGS.shown_to(who), Wish(), asked.asking, asked.see)),
        ).items
    )


def test_an_order_or_cursor_that_does_not_exist_is_refused(connection: Connection) -> None:
    with pytest.raises(Invalid, match="sort"):
        reading.page(connection, view(Wish(sort="age")))
    with pytest.raises(Invalid, match="cursor"):
        reading.page(connection, view(Wish()), cursor="xyz")
