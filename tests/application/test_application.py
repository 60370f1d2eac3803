"""What does a sender get for its command?"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import Engine

from shared import handling
from shared.application import Application
from shared.commands import Command
from shared.database import connect
from shared.handling import Asked
from shared.log.log import Log
from shared.records import Commit, Header, Receipt
from shared.refusals import (
    CommandIdReused,
    Conflict,
    Invalid,
    NotFound,
    OutcomeUnknown,
    Refused,
    VersionConflict,
)
from tests.application.lending import BookIsLent, BuyBook, LendBook, ReturnBook, lending


@pytest.fixture
def app(database: Engine) -> Application:
    return lending(Log(database))


def sent(**changes: Any) -> Header:
    usual: dict[str, Any] = {"command_id": uuid4(), "correlation_id": uuid4()}
    return Header(actor="cli", branch="north", source="web", **usual | changes)


def bought(app: Application, title: str = "Momo") -> UUID:
    book_id = uuid4()
    app.handle(BuyBook(book_id=book_id, title=title), sent())
    return book_id


def types(app: Application, book_id: UUID) -> list[str]:
    return [record.envelope.type.split(".")[1] for record in app.log.stream(book_id)]


def test_a_command_becomes_events_and_a_receipt(app: Application) -> None:
    header, book_id = sent(), uuid4()
    receipt = app.handle(BuyBook(book_id=book_id, title="Momo"), header)
    assert (receipt.command_id, receipt.stream_id, receipt.version) == (header.command_id, book_id, 1)
    assert receipt.position > 0
    assert receipt.events == ("lending.BookBought",)
    assert types(app, book_id) == ["BookBought"]


def test_what_is_already_true_needs_no_event(app: Application) -> None:
    book_id = bought(app, "Momo")
    receipt = app.handle(BuyBook(book_id=book_id, title="Momo"), sent())
    assert (receipt.version, receipt.position, receipt.events) == (1, 0, ())


def test_a_broken_rule_is_refused_and_changes_nothing(app: Application) -> None:
    book_id = bought(app)
    app.handle(LendBook(book_id=book_id, reader="Bea"), sent())
    with pytest.raises(BookIsLent, match="Bea has this book"):
        app.handle(LendBook(book_id=book_id, reader="Carl"), sent())
    assert types(app, book_id) == ["BookBought", "BookLent"]


def test_a_book_nobody_bought_cannot_be_lent(app: Application) -> None:
    with pytest.raises(NotFound, match="There is no book"):
        app.handle(LendBook(book_id=uuid4(), reader="Bea"), sent())


def test_what_a_command_refers_to_must_exist(app: Application) -> None:
    first = bought(app)
    app.handle(BuyBook(book_id=uuid4(), title="Momo 2", sequel_of=first), sent())
    with pytest.raises(Invalid) as refusal:
        app.handle(BuyBook(book_id=uuid4(), title="Momo 2", sequel_of=uuid4()), sent())
    assert refusal.value.field == "sequel_of"


def test_a_repeat_gets_the_first_receipt_even_if_the_rule_would_refuse_it_now(app: Application) -> None:
    lend, header = LendBook(book_id=bought(app), reader="Bea"), sent()
    first = app.handle(lend, header)
    assert app.handle(lend, header) == msgspec.structs.replace(first, repeated=True)


def test_a_command_id_does_not_serve_another_command(app: Application) -> None:
    book_id, header = bought(app), sent()
    app.handle(LendBook(book_id=book_id, reader="Bea"), header)
    for other in (LendBook(book_id=book_id, reader="Carl"), LendBook(book_id=bought(app), reader="Bea")):
        with pytest.raises(CommandIdReused):
            app.handle(other, header)


def test_whoever_saw_an_older_version_is_told(app: Application) -> None:
    book_id = bought(app)
    app.handle(LendBook(book_id=book_id, reader="Bea"), sent(expected_version=1))
    with pytest.raises(Conflict):
        app.handle(ReturnBook(book_id=book_id), sent(expected_version=1))
    app.handle(ReturnBook(book_id=book_id), sent(expected_version=2))


class OvertakenLog(Log):
    """A log to which another writer appends first, as often as `times` says."""

    times = 1

    def append(self, commits: Sequence[Commit]) -> list[Receipt]:
        if self.times:
            self.times -= 1
            header = msgspec.structs.replace(commits[0].header, command_id=uuid4())
            super().append([msgspec.structs.replace(commits[0], header=header)])
        return super().append(commits)


def test_an_overtaken_command_decides_once_more_on_the_new_state(database: Engine) -> None:
    log = OvertakenLog(database)
    log.times = 0
    app = lending(log)
    book_id = bought(app)
    log.times = 1
    with pytest.raises(BookIsLent):
        app.handle(LendBook(book_id=book_id, reader="Bea"), sent())
    log.times = 1
    assert app.handle(ReturnBook(book_id=book_id), sent()).events == ()


def test_an_overtaken_command_that_names_its_version_is_a_conflict(database: Engine) -> None:
    log = OvertakenLog(database)
    with pytest.raises(VersionConflict):
        lending(log).handle(BuyBook(book_id=uuid4(), title="Momo"), sent(expected_version=0))


def test_many_readers_want_one_book_and_one_gets_it(app: Application) -> None:
    book_id = bought(app)

    def attempt(reader: str) -> bool:
        try:
            return bool(app.handle(LendBook(book_id=book_id, reader=reader), sent()).events)
        except (BookIsLent, Conflict):
            return False

    with ThreadPoolExecutor(8) as pool:
        lent = list(pool.map(attempt, "ABCDEFGH"))
    assert lent.count(True) == 1
    assert types(app, book_id) == ["BookBought", "BookLent"]


def story(book_id: UUID) -> list[tuple[Command, Header]]:
    commands: list[Command] = [
        BuyBook(book_id=book_id, title="Momo"),
        LendBook(book_id=book_id, reader="Bea"),
        LendBook(book_id=book_id, reader="Carl"),
        ReturnBook(book_id=book_id),
        ReturnBook(book_id=book_id),
        LendBook(book_id=uuid4(), reader="Carl"),
        LendBook(book_id=book_id, reader="Carl"),
    ]
    return [(command, sent()) for command in commands]


def outcomes(answers: list[Receipt | Refused]) -> list[str]:
    return [
        ",".join(answer.events) if isinstance(answer, Receipt) else type(answer).__name__
        for answer in answers
    ]


def test_commands_of_a_batch_build_on_each_other_and_one_refusal_stops_no_other(app: Application) -> None:
    book_id = uuid4()
    answers = app.handle_many(story(book_id))
    assert outcomes(answers) == [
        "lending.BookBought",
        "lending.BookLent",
        "BookIsLent",
        "lending.BookReturned",
        "",
        "NotFound",
        "lending.BookLent",
    ]
    assert types(app, book_id) == ["BookBought", "BookLent", "BookReturned", "BookLent"]


def test_what_was_carried_out_is_not_carried_out_again_in_a_repeated_batch(app: Application) -> None:
    book_id = uuid4()
    batch = story(book_id)
    first = app.handle_many(batch)
    effective = [
        (asked, receipt)
        for asked, receipt in zip(batch, first, strict=True)
        if isinstance(receipt, Receipt) and receipt.events
    ]
    again = app.handle_many([asked for asked, _ in effective])
    assert again == [msgspec.structs.replace(receipt, repeated=True) for _, receipt in effective]
    assert len(app.log.stream(book_id)) == 4


def test_a_command_twice_in_a_batch_is_carried_out_once(app: Application) -> None:
    buy = (BuyBook(book_id=uuid4(), title="Momo"), sent())
    first, second = app.handle_many([buy, buy])
    assert isinstance(first, Receipt)
    assert second == msgspec.structs.replace(first, repeated=True)


def test_a_batch_may_refer_to_what_it_creates(app: Application) -> None:
    first, second = uuid4(), uuid4()
    answers = app.handle_many(
        [
            (BuyBook(book_id=first, title="Momo"), sent()),
            (BuyBook(book_id=second, title="Momo 2", sequel_of=first), sent()),
        ]
    )
    assert outcomes(answers) == ["lending.BookBought", "lending.BookBought"]


def test_an_overtaken_batch_is_carried_out_one_by_one(database: Engine) -> None:
    app = lending(OvertakenLog(database))
    book_id, other = uuid4(), uuid4()
    answers = app.handle_many(
        [(BuyBook(book_id=id_, title="Momo"), sent()) for id_ in (book_id, other, book_id)]
    )
    assert outcomes(answers) == ["", "lending.BookBought", ""]
    assert types(app, book_id) == types(app, other) == ["BookBought"]


class LogThatGoesAway(OvertakenLog):
    """An overtaken log whose database cannot be reached any more once a lone commit is appended."""

    def append(self, commits: Sequence[Commit]) -> list[Receipt]:
        receipts = super().append(commits)
        if len(commits) == 1:
            self._engine = connect("postgresql://nobody@127.0.0.1:1/nothing")
        return receipts


def test_a_batch_half_done_one_by_one_is_not_told_that_nothing_was_changed(database: Engine) -> None:
    app = lending(LogThatGoesAway(database))
    batch: list[Asked] = [(BuyBook(book_id=uuid4(), title="Momo"), sent()) for _ in range(3)]
    with pytest.raises(OutcomeUnknown):
        handling.handle_many(app, batch)
    assert len(Log(database).recorded([header.command_id for _, header in batch])) == 1
