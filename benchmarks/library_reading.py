"""How fast does eventsourcing read its log: pages of notifications, each mapped to its domain event?"""

import time
from datetime import date
from decimal import Decimal
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import JSONTranscoder, Transcoding

from benchmarks.library_projection import environment

PAGE = 1000


class Deal(Aggregate):
    """A deal with the facts the CRM records of one."""

    @event("Opened")
    def __init__(
        self,
        title: str,
        customer_id: UUID,
        product_id: UUID,
        owner_id: UUID,
        stage: str,
        amount: Decimal,
        currency: str,
        probability: int,
        expected_close_on: date,
    ) -> None:
        self.stage = stage

    @event("Moved")
    def move(self, from_stage: str, to_stage: str) -> None:
        self.stage = to_stage

    @event("Won")
    def win(self, customer_id: UUID, from_stage: str, amount: Decimal, currency: str, won_on: date) -> None:
        self.stage = "won"


class DateAsText(Transcoding):
    """The library brings one for instants, and none for dates."""

    type = date
    name = "date"

    def encode(self, obj: date) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> date:
        return date.fromisoformat(data)


class Deals(Application[UUID]):
    """Writes and reads deals."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        super().register_transcodings(transcoder)
        transcoder.register(DateAsText())


def filled(url: str, deals: int) -> Deals:
    """An application with that many deals of five events each."""
    application = Deals(env=environment(url))
    for _ in range(deals):
        application.save(_deal())
    return application


def rate(application: Deals) -> float:
    """Events a second."""
    started, read, last = time.perf_counter(), 0, 0
    while page := application.recorder.select_notifications(last + 1, PAGE):
        read += len([application.mapper.to_domain_event(notification) for notification in page])
        last = page[-1].id
    return read / (time.perf_counter() - started)


def _deal() -> Deal:
    from benchmarks.log_read import life_of_a_deal

    opened, *moves, won = life_of_a_deal()
    deal = Deal(**{field: getattr(opened, field) for field in opened.__struct_fields__})
    for move in moves:
        deal.move(**{field: getattr(move, field) for field in move.__struct_fields__})
    deal.win(**{field: getattr(won, field) for field in won.__struct_fields__})
    return deal
