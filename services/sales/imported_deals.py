"""Which commands does an imported deal become, from its opening to its outcome?"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec

from events.pipelines import CLOSED, DEFAULT_PIPELINE
from events.sales import OPEN_STAGES
from services.sales.commands import (
    LoseDeal,
    MoveDeal,
    OpenDeal,
    WinDeal,
)
from shared.importing import Record, Refers, Step
from shared.refusals import Invalid


class DealRecord(Record):
    """`<stage>_at` is when the deal reached that stage; a closed deal needs `closed_at`.

    `stage` is won, lost or a stage of the pipeline, which is the one every installation begins with unless
    `pipeline_id` says otherwise.
    """

    title: str
    amount: Decimal
    currency: str
    stage: str
    pipeline_id: UUID = DEFAULT_PIPELINE
    customer: Annotated[UUID | None, Refers("customer")] = None
    product: Annotated[UUID | None, Refers("product")] = None
    owner: Annotated[UUID | None, Refers("user")] = None
    probability: int | None = None
    expected_close_on: date | None = None
    opened_at: datetime | None = None
    engaging_at: datetime | None = None
    proposal_at: datetime | None = None
    negotiation_at: datetime | None = None
    closed_at: datetime | None = None
    closed_amount: Decimal | None = None
    lost_reason: str = ""
    custom: dict[str, Any] = msgspec.field(default_factory=dict)


def history_of_deal(deal_id: UUID, row: DealRecord) -> list[Step]:
    """Opened, moved through every stage that has an instant, and closed."""
    moves = _moves(deal_id, row)
    opened_at = row.opened_at or (moves[0].at if moves else row.closed_at)
    command = OpenDeal(
        deal_id=deal_id,
        title=row.title,
        customer_id=row.customer,
        product_id=row.product,
        owner_id=row.owner,
        branch=row.branch or None,
        pipeline_id=row.pipeline_id,
        amount=row.amount,
        currency=row.currency,
        probability=row.probability,
        expected_close_on=row.expected_close_on,
        custom=row.custom,
    )
    return [Step("opened", command, opened_at), *moves, *closing_of_deal(deal_id, row)]


def _moves(deal_id: UUID, row: DealRecord) -> list[Step]:
    reached: list[tuple[str, datetime | None]] = [
        ("engaging", row.engaging_at),
        ("proposal", row.proposal_at),
        ("negotiation", row.negotiation_at),
    ]
    until = OPEN_STAGES.index(row.stage) if row.stage in OPEN_STAGES else len(reached)
    steps = [
        Step("moved", move_deal(deal_id, stage), at)
        for number, (stage, at) in enumerate(reached, start=1)
        if (at is not None and number <= until) or stage == row.stage
    ]
    known = row.stage in (*OPEN_STAGES, *CLOSED)
    return steps if known else [*steps, Step("moved", move_deal(deal_id, row.stage))]


def move_deal(deal_id: UUID, stage: str) -> MoveDeal:
    return MoveDeal.model_validate({"deal_id": deal_id, "to_stage": stage})


def closing_of_deal(deal_id: UUID, row: DealRecord) -> list[Step]:
    if row.stage not in CLOSED:
        return []
    if row.closed_at is None:
        raise Invalid(
            problems=[
                {
                    "field": "closed_at",
                    "problem": f"a {row.stage} deal needs a closing date",
                }
            ]
        )
    closed_on = row.closed_at.date()
    if row.stage == "won":
        command = WinDeal(deal_id=deal_id, won_on=closed_on, amount=row.closed_amount)
        return [Step("won", command, row.closed_at)]
    return [
        Step(
            "lost",
            LoseDeal(deal_id=deal_id, lost_on=closed_on, reason=row.lost_reason),
            row.closed_at,
        )
    ]
