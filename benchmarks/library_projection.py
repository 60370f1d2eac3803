"""How fast is the projection runner that eventsourcing ships (psycopg 3, one event a transaction)?"""

import time
from decimal import Decimal
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL
from sqlalchemy import make_url


class Card(Aggregate):
    """A deal's card on a board."""

    @event("Opened")
    def __init__(self, title: str, amount: Decimal) -> None:
        self.title = title
        self.amount = amount

    @event("Moved")
    def move(self, stage: str) -> None:
        self.stage = stage


class Deals(Application[UUID]):
    """Writes the cards the peer projects."""


class Cards(PostgresTrackingRecorder):
    """The peer's table, written in the transaction of its tracking record."""

    def __init__(self, datastore: PostgresDatastore, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        self.sql_create_statements.append(
            SQL(
                "create table if not exists public.peer_cards "
                "(card_id uuid primary key, title text, amount numeric, stage text, moves bigint)"
            ).format()
        )

    def open(self, card_id: UUID, title: str, amount: Decimal, tracking: Tracking) -> None:
        """A new row."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "insert into public.peer_cards values (%s, %s, %s, 'new', 0)", (card_id, title, amount)
            )

    def move(self, card_id: UUID, stage: str, tracking: Tracking) -> None:
        """A changed row."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "update public.peer_cards set stage = %s, moves = moves + 1 where card_id = %s",
                (stage, card_id),
            )


class Board(Projection[Cards]):
    """Which card is in which stage?"""

    name = "board"

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Both kinds of event change the row."""
        if isinstance(domain_event, Card.Opened):  # type: ignore[attr-defined]
            self.view.open(domain_event.originator_id, domain_event.title, domain_event.amount, tracking)
        else:
            self.view.move(domain_event.originator_id, domain_event.stage, tracking)


def rate(url: str, cards: int, moves: int) -> float:
    """Events a second, from the start of the runner to its last event."""
    settings = environment(url)
    deals = Deals(env=settings)
    for number in range(cards):
        card = Card(title=f"Deal {number}", amount=Decimal("100.50"))
        for move in range(moves):
            card.move(f"stage {move}")
        last = deals.save(card)[-1].notification.id
    started = time.perf_counter()
    with ProjectionRunner(
        application_class=Deals, projection_class=Board, view_class=Cards, env=settings
    ) as runner:
        runner.wait(last, timeout=300)
        return cards * (moves + 1) / (time.perf_counter() - started)


def environment(url: str) -> dict[str, str]:
    """The settings of the peer's persistence module."""
    address = make_url(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": address.database or "",
        "POSTGRES_HOST": str(address.query.get("host", address.host)),
        "POSTGRES_PORT": str(address.port or 5432),
        "POSTGRES_USER": address.username or "",
        "POSTGRES_PASSWORD": address.password or "none",
    }
