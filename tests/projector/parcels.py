"""A small business for these tests: parcels are sent, move from city to city, arrive or get lost."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID, uuid4, uuid5

import msgspec
from sqlalchemy import Engine

from shared.events import Event
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projection import Projection, Row, SearchTokens
from shared.projector import builds
from shared.projector.engine import Projector
from shared.records import Commit, Header, Receipt, Recorded

DEPOT = UUID("5c0e3b8e-0d5c-4f0e-9d7a-6b1c0f0f7a11")
SENT_AT = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)


class ParcelSent(Event):
    to: str
    value: Decimal
    sent_on: date


class ParcelMoved(Event):
    city: str


class ParcelLost(Event):
    pass


class Stop(msgspec.Struct):
    city: str
    at: datetime


class ParcelRow(Row):
    parcel_id: UUID
    to: str
    value: Decimal
    sent_on: date
    city: str | None
    moved_at: datetime | None
    stops: list[Stop]
    labels: list[str]
    tokens: Annotated[list[str], SearchTokens]
    insured: bool
    moves: int


parcels = Projection("parcels", version=1, row=ParcelRow, indexes=("city, value desc",))


@parcels.on(ParcelSent)
def sent(_: ParcelRow | None, record: Recorded[ParcelSent]) -> ParcelRow:
    event = record.event
    tokens = ["parcel", event.to.lower(), "it's", 'a "quoted" word', "上海"]
    return ParcelRow(
        record.stream_id, event.to, event.value, event.sent_on, None, None, [], ["new"], tokens, True, 0
    )


@parcels.on(ParcelMoved)
def moved(row: ParcelRow, record: Recorded[ParcelMoved]) -> ParcelRow:
    row.city, row.moved_at = record.event.city, record.occurred_at
    row.stops.append(Stop(record.event.city, record.occurred_at))
    row.moves += 1
    return row


@parcels.on(ParcelLost)
def lost(row: ParcelRow, record: Recorded[ParcelLost]) -> None:
    return None


class CityRow(Row):
    city: str
    arrived_on: date
    arrivals: int


arrivals = Projection("arrivals", version=1, row=CityRow, key_fields=2)


@arrivals.on(ParcelMoved, key=lambda record: (record.event.city, record.occurred_at.date()))
def arrived(row: CityRow | None, record: Recorded[ParcelMoved]) -> CityRow:
    row = row or CityRow(record.event.city, record.occurred_at.date(), 0)
    row.arrivals += 1
    return row


def parcel(number: int) -> UUID:
    """The id of a parcel."""
    return uuid5(DEPOT, str(number))


def header() -> Header:
    """A header with ids of its own."""
    return Header(
        command_id=uuid4(), correlation_id=uuid4(), actor="a clerk", branch="north", source="test",
        occurred_at=SENT_AT,
    )  # fmt: skip


def send(log: Log, numbers: Iterable[int], *cities: str) -> list[Receipt]:
    """Send these parcels, and move each through the cities."""
    return log.append(list(_commits(numbers, cities)))


def _commits(numbers: Iterable[int], cities: tuple[str, ...]) -> Iterator[Commit]:
    for number in numbers:
        first = ParcelSent(to=f"Person {number}", value=Decimal("10.50") + number, sent_on=SENT_AT.date())
        events = (first, *(ParcelMoved(city=city) for city in cities))
        yield Commit(
            stream_id=parcel(number), expected_version=0, events=events, header=header(), digest=number
        )


def then(log: Log, number: int, *events: Event) -> Receipt:
    """Something more happens to a parcel."""
    version = len(log.stream(parcel(number)))
    commit = Commit(
        stream_id=parcel(number), expected_version=version, events=events, header=header(), digest=0
    )  # fmt: skip
    return log.append([commit])[0]


def follow(database: Engine, *projectors: Projector) -> int:
    """Let projectors fold all there is."""
    watermark = Fence(database).advance()
    for projector in projectors:
        projector.catch_up()
    return watermark


def rows(database: Engine, name: str) -> list[tuple[Any, ...]]:
    """What queries see of a read model, in the order of its first columns."""
    with database.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"select * from read.{name} order by 1, 2")]


def positions(database: Engine) -> dict[str, int]:
    """Where the checkpoints stand."""
    with database.connect() as connection:
        return {row.build.name: row.position for row in builds.status(connection)}


def error(database: Engine, name: str) -> str | None:
    """What stopped a reader."""
    with database.connect() as connection:
        return next(row.state.error for row in builds.status(connection) if row.build.name == name)
