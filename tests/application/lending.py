"""A small context of its own: books that are bought, lent and given back."""

from uuid import UUID

import msgspec

from shared.application import Aggregate, Application, Reference, Right
from shared.commands import Command
from shared.events import Event
from shared.log.log import Log
from shared.refusals import Refused


class BookBought(Event):
    title: str


class BookLent(Event):
    reader: str


class BookReturned(Event):
    pass


class BookIsLent(Refused):
    """{reader} has this book. Wait until it is back."""


class Book(msgspec.Struct, frozen=True):
    title: str = ""
    reader: str | None = None


class BuyBook(Command):
    book_id: UUID
    title: str
    sequel_of: UUID | None = None


class LendBook(Command):
    book_id: UUID
    reader: str


class ReturnBook(Command):
    book_id: UUID


def buy(book: Book, command: BuyBook) -> list[Event]:
    return [] if book.title == command.title else [BookBought(title=command.title)]


def lend(book: Book, command: LendBook) -> list[Event]:
    if book.reader is not None:
        raise BookIsLent(reader=book.reader)
    return [BookLent(reader=command.reader)]


def give_back(book: Book, command: ReturnBook) -> list[Event]:
    return [BookReturned()] if book.reader else []


def evolve(book: Book, event: Event) -> Book:
    match event:
        case BookBought(title=title):
            return Book(title=title)
        case BookLent(reader=reader):
            return msgspec.structs.replace(book, reader=reader)
        case _:
            return msgspec.structs.replace(book, reader=None)


def lending(log: Log) -> Application:
    app = Application("lending", log)
    book = Aggregate(name="book", initial=Book(), evolve=evolve)
    app.handles(
        BuyBook,
        book,
        right=Right("book", "buy"),
        stream=lambda command: command.book_id,
        decide=buy,
        creates=True,
        refers=lambda command: {"sequel_of": Reference(command.sequel_of, BookBought, "book")},
    )
    app.handles(
        LendBook, book, right=Right("book", "lend"), stream=lambda command: command.book_id, decide=lend
    )
    app.handles(
        ReturnBook,
        book,
        right=Right("book", "lend"),
        stream=lambda command: command.book_id,
        decide=give_back,
    )
    return app
