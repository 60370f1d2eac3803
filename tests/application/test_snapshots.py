"""Is a long stream loaded at once, and is a snapshot never believed more than the log?"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from shared.aggregate import Aggregate
from shared.application import Application
from shared.database import connect
from shared.events import Event
from shared.loading import Stream, load
from shared.log.log import Log
from shared.records import Header
from shared.snapshots import EVERY, kind_of, packed
from tests.application.lending import (
    Book,
    BookBought,
    BookIsLent,
    BookLent,
    BookReturned,
    BuyBook,
    LendBook,
    ReturnBook,
    evolve,
    lending,
)
from tests.log.facts import commit, header

BOOK = Aggregate(name="book", initial=Book(), evolve=evolve)


@pytest.fixture
def log(database: Engine) -> Log:
    return Log(database)


@pytest.fixture
def app(log: Log) -> Application:
    return lending(log)


def read_often(log: Log, events: int) -> UUID:
    """A book with that many events, at home in the end."""
    book_id = uuid4()
    lent: list[Event] = [BookLent(reader="Bastian"), BookReturned()]
    log.append_bulk([commit(BookBought(title="Momo"), *lent * (events // 2), stream_id=book_id)])
    return book_id


def lend(app: Application, book_id: UUID) -> Header:
    sent = header()
    app.handle(LendBook(book_id=book_id, reader="Atreyu"), sent)
    return sent


def give_back(app: Application, book_id: UUID) -> None:
    app.handle(ReturnBook(book_id=book_id), header())


def loaded(log: Log, book_id: UUID) -> Stream:
    return load(log, {book_id: BOOK})[book_id]


def plant(log: Log, book_id: UUID, version: int, state: bytes, kind: str | None = None) -> None:
    log.keep_snapshot(book_id, kind or kind_of(BOOK, "lending.BookBought"), version, state)


def test_a_long_stream_is_loaded_from_its_snapshot(app: Application, log: Log) -> None:
    book_id = read_often(log, 2 * EVERY)
    assert loaded(log, book_id).snapshot == 0
    lend(app, book_id)
    give_back(app, book_id)
    stream = loaded(log, book_id)
    assert (stream.snapshot, stream.version, len(stream.records)) == (2 * EVERY + 2, 2 * EVERY + 3, 1)
    assert stream.state() == BOOK.fold(log.stream(book_id))


def test_a_short_stream_has_no_snapshot(app: Application, log: Log, database: Engine) -> None:
    lend(app, read_often(log, EVERY - 4))
    with database.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from log.stream_snapshots").scalar_one() == 0


def test_snapshots_follow_a_stream_that_grows(app: Application, log: Log) -> None:
    book_id = read_often(log, EVERY)
    for _ in range(EVERY // 2 + 1):
        lend(app, book_id)
        give_back(app, book_id)
    stream = loaded(log, book_id)
    assert stream.snapshot == 2 * EVERY + 2
    assert stream.state() == BOOK.fold(log.stream(book_id))


def test_a_repeated_command_from_before_the_snapshot_gets_its_first_receipt(
    app: Application, log: Log
) -> None:
    book_id = uuid4()
    bought = header()
    first = app.handle(BuyBook(book_id=book_id, title="Momo"), bought)
    lent: list[Event] = [BookLent(reader="Bastian"), BookReturned()]
    log.append_bulk([commit(*lent * EVERY, stream_id=book_id, after=1)])
    earlier = lend(app, book_id)
    assert loaded(log, book_id).snapshot
    again = app.handle(BuyBook(book_id=book_id, title="Momo"), bought)
    assert (again.position, again.repeated) == (first.position, True)
    assert app.handle(LendBook(book_id=book_id, reader="Atreyu"), earlier).repeated
    with pytest.raises(BookIsLent):
        lend(app, book_id)


def _flipped(state: bytes) -> bytes:
    return state[:-1] + bytes([state[-1] ^ 1])


WRONG = packed(Book(title="Momo", reader="nobody"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda log, book_id: plant(log, book_id, 2 * EVERY, _flipped(WRONG)),
        lambda log, book_id: plant(log, book_id, 2 * EVERY, b""),
        lambda log, book_id: plant(log, book_id, 2 * EVERY, packed(["not", "a", "book"])),
        lambda log, book_id: plant(log, book_id, 2 * EVERY, WRONG, kind="lending.book:of-earlier-code"),
        lambda log, book_id: plant(log, book_id, 9 * EVERY, WRONG),
    ],
    ids=["damaged", "empty", "of another shape", "of other code", "ahead of its stream"],
)
def test_a_snapshot_that_cannot_be_trusted_is_ignored(
    app: Application, log: Log, spoil: Callable[[Log, UUID], None]
) -> None:
    book_id = read_often(log, 2 * EVERY)
    spoil(log, book_id)
    stream = loaded(log, book_id)
    assert (stream.snapshot, stream.version, stream.state().reader) == (0, 2 * EVERY + 1, None)
    lend(app, book_id)


def test_the_planted_snapshot_would_have_been_believed(app: Application, log: Log) -> None:
    book_id = read_often(log, 2 * EVERY)
    plant(log, book_id, 2 * EVERY + 1, WRONG)
    with pytest.raises(BookIsLent):
        lend(app, book_id)


def evolve_otherwise(book: Book, _: Event) -> Book:
    return book


def test_code_that_folds_otherwise_has_snapshots_of_its_own() -> None:
    class Tome(Book, frozen=True):
        pages: int = 0

    kinds = {
        kind_of(aggregate, begins)
        for aggregate in (
            BOOK,
            replace(BOOK, initial=Tome()),
            replace(BOOK, evolve=evolve_otherwise),
            replace(BOOK, name="b"),
        )
        for begins in ("lending.BookBought", "archive.BookBought")
    }
    assert len(kinds) == 8


def test_a_snapshot_that_cannot_be_kept_hinders_no_command(
    app: Application, log: Log, database: Engine
) -> None:
    book_id = read_often(log, 2 * EVERY)
    with database.begin() as connection:
        connection.exec_driver_sql("alter table log.stream_snapshots add check (version < 0)")
    lend(app, book_id)
    assert loaded(log, book_id).version == 2 * EVERY + 2


def test_a_stream_of_10000_events_is_loaded_within_20_ms(app: Application, log: Log) -> None:
    book_id = read_often(log, 10_000)
    lend(app, book_id)
    for _ in range(EVERY // 4):
        give_back(app, book_id)
        lend(app, book_id)
    assert min(timings(lambda: loaded(log, book_id).state())) <= 0.020


def timings(work: Callable[[], object]) -> Iterator[float]:
    for _ in range(10):
        started = time.perf_counter()
        work()
        yield time.perf_counter() - started


def test_a_service_keeps_snapshots_of_its_own_streams_only(database: Engine) -> None:
    engine = connect(database.url, role="hindsight_sales")
    sales = Log(engine)
    sales.keep_snapshot(uuid4(), "sales.deal:1", 1, b"")
    with pytest.raises(Exception, match="row-level security"):
        sales.keep_snapshot(uuid4(), "customers.customer:1", 1, b"")
    engine.dispose()
