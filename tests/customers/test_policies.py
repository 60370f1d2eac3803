"""What do customers do by themselves when a deal is won?"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from events.sales import DealLost, DealWon
from services.customers.commands import RecognizePurchase
from services.customers.policies import react
from tests.customers.words import CUSTOMER
from tests.recording import recorded

DEAL = UUID(int=7)
MAY_3 = date(2026, 5, 3)


def _won(customer_id: UUID | None) -> DealWon:
    return DealWon(
        customer_id=customer_id,
        from_stage="negotiation",
        amount=Decimal(100),
        currency="CNY",
        won_on=MAY_3,
    )


def test_a_won_deal_is_recognized_as_a_purchase() -> None:
    record = recorded(_won(CUSTOMER), DEAL)
    assert list(react(record.event, record.envelope)) == [RecognizePurchase(customer_id=CUSTOMER)]


def test_a_won_deal_without_a_customer_concerns_nobody() -> None:
    record = recorded(_won(None), DEAL)
    assert list(react(record.event, record.envelope)) == []


def test_a_lost_deal_is_no_purchase() -> None:
    lost = DealLost(from_stage="proposal", reason="", amount=Decimal(100), currency="CNY", lost_on=MAY_3)
    record = recorded(lost, DEAL)
    assert list(react(record.event, record.envelope)) == []
