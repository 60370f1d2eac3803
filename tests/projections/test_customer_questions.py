"""Do the questions about customers get the right answers from the database?"""

from datetime import UTC, date

import pytest
from sqlalchemy import Connection

from events.customers import CustomerRegistered
from events.sales import DealOpened, DealWon
from projections.customers.listing import CUSTOMERS
from projections.customers.record import customers
from projections.history.timeline import timeline
from shared.listing import reading
from shared.listing.asking import Asking
from shared.listing.reading import View
from shared.listing.wish import wish
from shared.log.log import Log
from shared.rights.condition import EVERYTHING
from shared.rights.principal import SYSTEM
from tests.projections.company import identity

BY_NAME = [
    "anna berg",
    "Anna Snelling",
    "José Álvarez",
    "李娜",
    "上海华信科技",
    "张三",
    "张三丰",
    "Zoe O'Brien",
]


def _view(**asked: str) -> View:
    asking = Asking(SYSTEM, date(2026, 11, 22), UTC)
    return View(CUSTOMERS.shown_to(asking.who), wish(asked), asking, EVERYTHING)


def _names(connection: Connection, **asked: str) -> list[str]:
    return [row["name"] for row in reading.page(connection, _view(**asked)).items]


def _count(connection: Connection, **asked: str) -> int:
    return reading.count(connection, _view(**asked))


def test_customers_are_listed_by_name_in_any_script_without_the_archived(connection: Connection) -> None:
    assert _names(connection) == BY_NAME
    assert _count(connection) == len(BY_NAME)


SORTS = [sign + field.name for field in CUSTOMERS.fields if field.ordered for sign in ("", "-")]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("search", ["", "example"])
def test_page_by_page_everyone_is_seen_once(connection: Connection, sort: str, search: str) -> None:
    asked = _view(sort=sort, search=search)
    seen: list[str] = []
    cursor = None
    while True:
        page = reading.page(connection, asked, cursor=cursor, limit=2)
        seen += [row["name"] for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == _names(connection, sort=sort, search=search)
    assert len(set(seen)) == _count(connection, search=search)


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("张三", ["张三", "张三丰"]),
        ("zs", ["张三", "张三丰"]),
        ("huaxin", ["上海华信科技"]),
        ("ANNA", ["anna berg", "Anna Snelling"]),
        ("alvarez jose", ["José Álvarez"]),
        ("o'brien", ["Zoe O'Brien"]),
        ("138-0000-0002", ["李娜"]),
        ("person4@example.com", ["Anna Snelling"]),
        ("nobody", []),
        ("!?", []),
        ("  ", BY_NAME),
    ],
)
def test_a_search_finds_whom_people_mean(connection: Connection, search: str, names: list[str]) -> None:
    assert _names(connection, search=search) == names
    assert _count(connection, search=search) == len(names)


def test_what_many_share_is_found_page_by_page_however_far_one_looks_ahead(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AHEAD", 3)
    assert _names(connection, search="z") == ["张三", "张三丰", "Zoe O'Brien"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("kind.is(organization)", ["上海华信科技"]),
        (f"owner_id.is({identity('Vicki')})", ["上海华信科技"]),
        ("branch.is(Shanghai),archived.is(yes,no)", ["Gone Girl", "上海华信科技"]),
        ("sector.is(Retail)", ["上海华信科技"]),
        ("lifecycle.is(loyal)", []),
        ("archived.is(yes)", ["Gone Girl"]),
        ("or(sector.is(retail),name.starts(anna))", ["anna berg", "Anna Snelling", "上海华信科技"]),
        ("emails.has(person4)", ["Anna Snelling"]),
    ],
)
def test_filters_narrow_the_list(connection: Connection, asked: str, names: list[str]) -> None:
    assert _names(connection, filter=asked) == names


def test_search_and_filter_hold_together(connection: Connection) -> None:
    assert _names(connection, search="zs", filter="kind.is(organization)") == []


def test_a_row_and_a_record_name_the_owner(connection: Connection) -> None:
    row = reading.page(connection, _view(search="华信", columns="owner_id,country")).items[0]
    assert (row["owner_name"], row["country"]) == ("Vicki", "中国")
    [record] = customers(connection, [row["customer_id"]], see=EVERYTHING)
    assert record is not None
    assert (record.owner_name, record.sector, record.source) == ("Vicki", "retail", "import")


def test_an_unknown_customer_has_no_record(connection: Connection) -> None:
    assert customers(connection, [identity("nobody")], see=EVERYTHING) == []


def test_the_timeline_of_a_customer_shows_its_deals_newest_first(connection: Connection, log: Log) -> None:
    whole = timeline(connection, log, identity("张三"), who=SYSTEM)
    kinds = [type(record.event) for record in whole.items]
    assert (kinds.count(DealOpened), kinds.count(DealWon)) == (8, 2)
    assert kinds[-1] is CustomerRegistered
    times = [(record.occurred_at, record.position) for record in whole.items]
    assert times == sorted(times, reverse=True)


def test_the_timeline_goes_on_where_a_page_ends(connection: Connection, log: Log) -> None:
    first = timeline(connection, log, identity("张三"), who=SYSTEM, limit=4)
    assert first.next_cursor is not None
    rest = timeline(connection, log, identity("张三"), who=SYSTEM, before=int(first.next_cursor))
    whole = timeline(connection, log, identity("张三"), who=SYSTEM)
    assert first.items + rest.items == whole.items
    assert rest.next_cursor is None
