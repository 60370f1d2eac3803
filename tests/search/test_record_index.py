"""Is every record found by its names and numbers, by those who may see it, and called by its name?"""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, Engine

from events.customers import ContactDetailsChanged, CustomerArchived, CustomerRegistered, CustomerRenamed
from events.identity import UserAdded
from events.sales import ProductListed
from projections.history.record_index import find, names_of, record_index
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from shared.records import Commit, Header
from shared.rights.levels import Level
from shared.rights.principal import SYSTEM, Principal, Rights
from tests.projections.folding import rows
from tests.recording import history

ZHANG, KAN, LI, GTX = (UUID(int=number) for number in range(1, 5))
CONTACT = ContactDetailsChanged(phones=("+86 21 5555 0147",), emails=("zs@kan-code.com",), addresses=())


def _registered(name: str, owner_id: UUID | None = None, branch: str = "") -> CustomerRegistered:
    return CustomerRegistered(kind="person", name=name, owner_id=owner_id, branch=branch)


def _reader(level: Level, *, hidden: frozenset[str] = frozenset()) -> Principal:
    rights = Rights(levels={"customer.see": level}, hidden=hidden)
    return Principal(
        user_id=LI, name="李娜", branch="east", branches=("east",), colleagues=(LI,), rights=rights
    )


HISTORY = history(
    (ZHANG, [_registered("张三", LI, "east"), CONTACT]),
    (KAN, [_registered("Kan-code", None, "west"), CustomerRenamed(name="Kan-code 坎科德")]),
    (LI, [UserAdded(name="李娜", email="li@example.com", branch="east", team_id=None, roles=())]),
    (GTX, [ProductListed(name="GTX Pro", series="GTX", list_price=Decimal(0), currency="CNY")]),
)


def _commit(stream_id: UUID) -> Commit:
    told = tuple(record.event for record in HISTORY if record.stream_id == stream_id)
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="test", branch="", source="web")
    return Commit(stream_id=stream_id, expected_version=0, events=told, header=header, digest=0)


@pytest.fixture(scope="module")
def connection(module_database: Engine) -> Iterator[Connection]:
    Log(module_database).append([_commit(stream_id) for stream_id in (ZHANG, KAN, LI, GTX)])
    Fence(module_database).advance()
    projector = Projector(module_database, [record_index])
    projector.prepare()
    projector.catch_up()
    with module_database.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("张三", ["张三"]),
        ("zs", ["张三"]),
        ("zhangsan", ["张三"]),
        ("5555 0147", ["张三"]),
        ("zs@kan-code.com", ["张三"]),
        ("坎科", ["Kan-code 坎科德"]),
        ("gtx", ["GTX Pro"]),
        ("lina", ["李娜"]),
        ("…", []),
        ("nobody", []),
    ],
)
def test_a_record_of_any_kind_is_found_as_people_look_for_it(
    connection: Connection, words: str, titles: list[str]
) -> None:
    assert [hit.title for hit in find(connection, words, SYSTEM)] == titles


def test_nobody_finds_what_they_may_not_see(connection: Connection) -> None:
    assert [hit.title for hit in find(connection, "kan-code", _reader(Level.BRANCH))] == ["张三"]
    assert [hit.title for hit in find(connection, "zs", _reader(Level.OWN))] == ["张三"]
    assert find(connection, "zs", _reader(Level.NONE)) == []


def test_a_hidden_number_finds_nobody(connection: Connection) -> None:
    blind = _reader(Level.ALL, hidden=frozenset({"customer.phones"}))
    assert find(connection, "5555 0147", blind) == []
    assert [hit.title for hit in find(connection, "zs", blind)] == ["张三"]


def test_records_are_named_to_those_who_may_see_them(connection: Connection) -> None:
    seen = names_of(connection, [ZHANG, KAN, LI, GTX, uuid4()], _reader(Level.BRANCH))
    assert {each: named.title for each, named in seen.items()} == {ZHANG: "张三", LI: "李娜", GTX: "GTX Pro"}


def test_an_archived_customer_is_not_found_but_keeps_its_name() -> None:
    archived = history((ZHANG, [_registered("张三"), CustomerArchived(reason="twice")]))
    [row] = rows(record_index, archived).values()
    assert (row.title, row.gone) == ("张三", True)
