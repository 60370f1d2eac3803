"""What happens to products, sales agents and deals. Other contexts may rely on those in PUBLISHED."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from shared.events import About, Event, Personal

OPEN_STAGES = ("prospecting", "engaging", "proposal", "negotiation")
STAGES = (*OPEN_STAGES, "won", "lost")


class ProductListed(Event):
    name: str
    series: str
    list_price: Decimal
    currency: str


class ProductRepriced(Event):
    list_price: Decimal
    currency: str


class ProductWithdrawn(Event):
    pass


class AgentJoined(Event):
    name: Annotated[str, Personal()]
    manager: Annotated[str, Personal()]
    office: str


class AgentTransferred(Event):
    manager: Annotated[str, Personal()]
    office: str


class DealOpened(Event):
    title: Annotated[str, Personal(of="customer_id")]
    customer_id: Annotated[UUID | None, About()]
    product_id: UUID | None
    owner_id: UUID | None
    stage: str
    amount: Decimal
    currency: str
    probability: int  # percent
    expected_close_on: date | None


class DealRenamed(Event):
    title: Annotated[str, Personal()]


class DealLinkedToCustomer(Event):
    customer_id: Annotated[UUID, About()]


class DealAssigned(Event):
    owner_id: UUID


class DealRevalued(Event):
    amount: Decimal
    currency: str
    probability: int  # percent


class DealRescheduled(Event):
    expected_close_on: date | None


class DealMoved(Event):
    from_stage: str
    to_stage: str


class DealWon(Event):
    """`customer_id` is repeated here for other contexts, which do not follow the whole deal."""

    customer_id: UUID | None
    from_stage: str
    amount: Decimal
    currency: str
    won_on: date


class DealLost(Event):
    from_stage: str
    reason: Annotated[str, Personal()]
    amount: Decimal
    currency: str
    lost_on: date


class DealReopened(Event):
    """What the reopening takes back stands here, so that a report by month can subtract it."""

    to_stage: str
    outcome: str  # "won" or "lost"
    closed_on: date
    amount: Decimal
    currency: str


ProductEvent = ProductListed | ProductRepriced | ProductWithdrawn
AgentEvent = AgentJoined | AgentTransferred
DealEvent = (
    DealOpened
    | DealRenamed
    | DealLinkedToCustomer
    | DealAssigned
    | DealRevalued
    | DealRescheduled
    | DealMoved
    | DealWon
    | DealLost
    | DealReopened
)
PUBLISHED = (AgentJoined, DealOpened, DealWon, DealLost, DealReopened)
