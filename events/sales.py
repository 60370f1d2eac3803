"""What happens to products, sales agents and deals. Other contexts may rely on those in PUBLISHED."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from events.pipelines import CLOSED, DEFAULT, DEFAULT_PIPELINE, StageAdded
from shared.events import About, Event, Personal

OPEN_STAGES = tuple(each.stage for each in DEFAULT if isinstance(each, StageAdded))
"""Those of the pipeline every installation begins with; others have their own."""
STAGES = (*OPEN_STAGES, *CLOSED)


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


class ProductRelisted(Event):
    pass


class AgentJoined(Event):
    name: Annotated[str, Personal()]
    manager: Annotated[str, Personal()]
    office: str


class AgentTransferred(Event):
    manager: Annotated[str, Personal()]
    office: str


class AgentLeft(Event):
    pass


class AgentReturned(Event):
    pass


class DealOpened(Event):
    schema_version = 2
    title: Annotated[str, Personal(of="customer_id")]
    customer_id: Annotated[UUID | None, About()]
    product_id: UUID | None
    owner_id: UUID | None
    branch: str
    stage: str
    amount: Decimal
    currency: str
    probability: int  # percent
    expected_close_on: date | None
    pipeline_id: UUID

    @staticmethod
    def upcast_1_to_2(data: dict[str, Any]) -> None:
        # Until 2026-11 there was one pipeline for everybody, and the branch stood in the envelope only.
        data["pipeline_id"] = str(DEFAULT_PIPELINE)
        data["branch"] = ""


class DealRenamed(Event):
    title: Annotated[str, Personal()]


class DealLinkedToCustomer(Event):
    schema_version = 2
    customer_id: Annotated[UUID | None, About()]

    @staticmethod
    def upcast_1_to_2(data: dict[str, Any]) -> None:
        """Since 2026-11 a link may be taken back; until then there was always a customer."""


class DealAssigned(Event):
    schema_version = 3
    owner_id: UUID | None
    branch: str | None

    @staticmethod
    def upcast_1_to_2(data: dict[str, Any]) -> None:
        """Since 2026-11 a deal may belong to nobody again; until then there was always an owner."""

    @staticmethod
    def upcast_2_to_3(data: dict[str, Any]) -> None:
        # Until 2026-11 a deal stayed in its branch, whoever it went to.
        data["branch"] = None


class DealRevalued(Event):
    amount: Decimal
    currency: str
    probability: int  # percent


class DealRescheduled(Event):
    expected_close_on: date | None


class DealCommitted(Event):
    """Its owner stands for it: it counts in the committed forecast."""


class DealUncommitted(Event):
    pass


class DealMoved(Event):
    from_stage: str
    to_stage: str


class DealTransferred(Event):
    """The deal goes on in another pipeline."""

    pipeline_id: UUID
    from_stage: str
    to_stage: str


class ProductChosen(Event):
    """What the deal is about, from now on."""

    product_id: UUID | None


class CustomFieldsChanged(Event):
    """What people note in the fields administrators added: only what changes; None takes a value away."""

    custom: Annotated[dict[str, Any], Personal()]


class DealTagged(Event):
    tag: Annotated[str, Personal()]


class DealUntagged(Event):
    tag: Annotated[str, Personal()]


class DealGrouped(Event):
    group_id: UUID


class DealUngrouped(Event):
    group_id: UUID


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


class DealDiscarded(Event):
    """The deal should never have been here: no list, board or figure shows it; its history stays."""

    reason: Annotated[str, Personal()]


class DealRestored(Event):
    pass


ProductEvent = ProductListed | ProductRepriced | ProductWithdrawn | ProductRelisted
AgentEvent = AgentJoined | AgentTransferred | AgentLeft | AgentReturned
DealEvent = (
    DealOpened
    | DealRenamed
    | DealLinkedToCustomer
    | DealAssigned
    | DealRevalued
    | DealRescheduled
    | DealCommitted
    | DealUncommitted
    | DealMoved
    | DealTransferred
    | ProductChosen
    | CustomFieldsChanged
    | DealTagged
    | DealUntagged
    | DealGrouped
    | DealUngrouped
    | DealWon
    | DealLost
    | DealReopened
    | DealDiscarded
    | DealRestored
)
PUBLISHED = (AgentJoined, DealOpened, DealWon, DealLost, DealReopened, DealDiscarded, DealRestored)
