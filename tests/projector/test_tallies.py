"""Counts and sums by group are in step with the rows, however these come and go."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from shared.events import Event
from shared.log.log import Log
from shared.projection import Projection, Row, Tally
from shared.projector import prepare, tallies
from shared.projector.engine import Projector
from shared.projector.table import Table
from shared.rebuild.rebuild import rebuild
from shared.records import Commit, Header, Recorded
from tests.projector.parcels import follow


class Shelved(Event):
    shelf: str | None
    price: Decimal


class Moved(Event):
    shelf: str | None


class Sold(Event):
    pass


class BookRow(Row):
    book_id: UUID
    shelf: str | None
    price: Decimal


BY_SHELF = Tally("by_shelf", by={"shelf": "shelf"}, sums={"worth": "price"}, where="price > 0")
books = Projection("tallied_books", version=1, row=BookRow, tallies=[BY_SHELF])


@books.on(Shelved)
def shelved(_: BookRow | None, record: Recorded[Shelved]) -> BookRow:
    return BookRow(record.stream_id, record.event.shelf, record.event.price)


@books.on(Moved)
def moved(row: BookRow, record: Recorded[Moved]) -> BookRow:
    row.shelf = record.event.shelf
    return row


@books.on(Sold)
def sold(_: BookRow, record: Recorded[Sold]) -> None:
    return None


def append(log: Log, book: UUID, version: int, *events: Event) -> None:
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="a", branch="", source="test")
    log.append([Commit(stream_id=book, expected_version=version, events=events, header=header, digest=0)])


def tallied(engine: Engine) -> dict[str | None, tuple[int, Decimal]]:
    with engine.connect() as connection:
        rows = connection.execute(text("select * from read.tallied_books__by_shelf where rows > 0"))
        return {row.shelf: (row.rows, row.worth) for row in rows}


@pytest.fixture
def shelves(database: Engine) -> Sequence[UUID]:
    """Three books on shelf A, one of them free, and one on none; then one moved to B, and one sold."""
    log, ids = Log(database), [uuid4() for _ in range(4)]
    for book, (shelf, price) in zip(ids, (("A", "5"), ("A", "7"), ("A", "0"), (None, "3")), strict=True):
        append(log, book, 0, Shelved(shelf=shelf, price=Decimal(price)))
    projector = Projector(database, [books])
    projector.prepare()
    follow(database, projector)
    append(log, ids[0], 1, Moved(shelf="B"))
    append(log, ids[3], 1, Sold())
    follow(database, projector)
    return ids


EXPECTED = {"A": (1, Decimal(7)), "B": (1, Decimal(5))}


def test_groups_follow_rows_that_come_change_and_go(database: Engine, shelves: Sequence[UUID]) -> None:
    assert tallied(database) == EXPECTED


def test_a_rebuild_counts_the_same(database: Engine, shelves: Sequence[UUID]) -> None:
    rebuild(database.url.render_as_string(hide_password=False), [books])
    assert tallied(database) == EXPECTED
    append(Log(database), shelves[1], 1, Sold())
    projector = Projector(database, [books])
    projector.prepare()
    follow(database, projector)
    assert tallied(database) == {"B": (1, Decimal(5))}


def test_a_tally_declared_otherwise_is_counted_anew(
    database: Engine, shelves: Sequence[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "tallies", (BY_SHELF._replace(where="true"),))
    Projector(database, [books]).prepare()
    assert tallied(database) == {"A": (2, Decimal(7)), "B": (1, Decimal(5))}


def test_nothing_of_a_tally_is_left_when_its_table_goes(database: Engine, shelves: Sequence[UUID]) -> None:
    with database.begin() as connection:
        prepare.begin(connection)
        tallies.hide(connection, books.name)
        tallies.drop(connection, Table(books).name)
        left = "select count(*) from pg_class where relname like 'tallied\\_books%\\_\\_%'"
        assert connection.execute(text(left)).scalar_one() == 0
        functions = "select count(*) from pg_proc where proname like 'tallied\\_books%'"
        assert connection.execute(text(functions)).scalar_one() == 0
