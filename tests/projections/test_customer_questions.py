"""Do the questions about customers get the right answers from the database?"""

import pytest
from sqlalchemy import Connection

from events.customers import CustomerRegistered
from events.sales import DealOpened, DealWon
from projections.customers import directory
from projections.customers.directory import Filters
from projections.customers.record import customer
from projections.history.timeline import timeline
from shared.log.log import Log
from shared.refusals import Invalid
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


def _names(connection: Connection, **filters: object) -> list[str]:
    return [line.name for line in directory.find(connection, **filters).items]  # type: ignore[arg-type]


def test_customers_are_listed_by_name_in_any_script_without_the_archived(connection: Connection) -> None:
    assert _names(connection) == BY_NAME
    assert directory.count(connection) == len(BY_NAME)


@pytest.mark.parametrize("sort", list(directory.SORTS))
@pytest.mark.parametrize("search", [None, "example"])
def test_page_by_page_everyone_is_seen_once(connection: Connection, sort: str, search: str | None) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        page = directory.find(connection, sort=sort, search=search, cursor=cursor, limit=2)
        seen += [line.name for line in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    whole = [line.name for line in directory.find(connection, sort=sort, search=search).items]
    assert seen == whole
    assert len(set(seen)) == directory.count(connection, search=search)


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
    assert directory.count(connection, search=search) == len(names)


def test_what_many_share_is_found_page_by_page_however_far_one_looks_ahead(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "_AHEAD", 3)
    assert _names(connection, search="z") == ["张三", "张三丰", "Zoe O'Brien"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"kind": "organization"}, ["上海华信科技"]),
        ({"owner_id": identity("Vicki")}, ["上海华信科技"]),
        ({"branch": "Shanghai", "archived": None}, ["Gone Girl", "上海华信科技"]),
        ({"sector": "retail"}, ["上海华信科技"]),
        ({"lifecycle": "loyal"}, []),
        ({"archived": True}, ["Gone Girl"]),
        ({"search": "zs", "kind": "organization"}, []),
    ],
)
def test_filters_narrow_the_list(connection: Connection, filters: Filters, names: list[str]) -> None:
    assert _names(connection, **filters) == names


@pytest.mark.parametrize(("argument", "value"), [("sort", "age"), ("cursor", "xyz")])
def test_an_order_or_cursor_that_does_not_exist_is_refused(
    connection: Connection, argument: str, value: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        _names(connection, **{argument: value})
    assert refusal.value.field == argument


def test_a_line_and_a_record_name_the_owner(connection: Connection) -> None:
    line = directory.find(connection, search="华信").items[0]
    assert (line.owner_name, line.country) == ("Vicki", "中国")
    record = customer(connection, line.customer_id)
    assert record is not None
    assert (record.owner_name, record.sector, record.source) == ("Vicki", "retail", "import")


def test_an_unknown_customer_has_no_record(connection: Connection) -> None:
    assert customer(connection, identity("nobody")) is None


def test_the_timeline_of_a_customer_shows_its_deals_newest_first(connection: Connection, log: Log) -> None:
    whole = timeline(connection, log, identity("张三"))
    kinds = [type(record.event) for record in whole.items]
    assert (kinds.count(DealOpened), kinds.count(DealWon)) == (8, 2)
    assert kinds[-1] is CustomerRegistered
    times = [(record.occurred_at, record.position) for record in whole.items]
    assert times == sorted(times, reverse=True)


def test_the_timeline_goes_on_where_a_page_ends(connection: Connection, log: Log) -> None:
    first = timeline(connection, log, identity("张三"), limit=4)
    assert first.next_cursor is not None
    rest = timeline(connection, log, identity("张三"), before=int(first.next_cursor))
    whole = timeline(connection, log, identity("张三"))
    assert first.items + rest.items == whole.items
    assert rest.next_cursor is None
