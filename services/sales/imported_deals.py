"""Which commands bring a deal to where an imported row says it is?"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from events.sales import OPEN_STAGES, DealLost, DealReopened, DealWon
from services.sales.commands import (
    AssignDeal,
    LinkDealToCustomer,
    LoseDeal,
    MoveDeal,
    OpenDeal,
    RenameDeal,
    ReopenDeal,
    RescheduleDeal,
    RevalueDeal,
    WinDeal,
)
from shared.events import Event
from shared.importing import Record, Refers, Step, latest
from shared.refusals import Invalid

Stage = Literal["prospecting", "engaging", "proposal", "negotiation", "won", "lost"]
Outcome = tuple[str, date, Decimal | None]


class DealRecord(Record):
    """`<stage>_at` is when the deal reached that stage; a closed deal needs `closed_at`."""

    title: str
    amount: Decimal
    currency: str
    stage: Stage
    customer: Annotated[UUID | None, Refers("customer")] = None
    product: Annotated[UUID | None, Refers("product")] = None
    owner: Annotated[UUID | None, Refers("agent")] = None
    probability: int | None = None
    expected_close_on: date | None = None
    opened_at: datetime | None = None
    engaging_at: datetime | None = None
    proposal_at: datetime | None = None
    negotiation_at: datetime | None = None
    closed_at: datetime | None = None
    closed_amount: Decimal | None = None
    lost_reason: str = ""


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
        amount=row.amount,
        currency=row.currency,
        probability=row.probability,
        expected_close_on=row.expected_close_on,
    )
    return [Step("opened", command, opened_at), *moves, *_closing(deal_id, row)]


def changes_of_deal(deal_id: UUID, row: DealRecord, events: Sequence[Event]) -> list[Step]:
    """What differs; a closed deal that differs is reopened, revised, and closed again as the row says."""
    before, after = _outcome_of(events), _outcome_in(row)
    revised = _revised(deal_id, row, events)
    if before is not None and before == after and not revised:
        return []
    steps: list[Step] = []
    if before is not None:
        steps.append(Step("reopened", _reopen(deal_id, _stage_of(events))))
    steps += [*revised, *_revalued(deal_id, row, events)]
    if row.stage in OPEN_STAGES and row.stage != _stage_of(events):
        steps.append(Step("moved", _move(deal_id, row.stage), getattr(row, f"{row.stage}_at", None)))
    return steps + _closing(deal_id, row)


def _moves(deal_id: UUID, row: DealRecord) -> list[Step]:
    reached: list[tuple[str, datetime | None]] = [
        ("engaging", row.engaging_at),
        ("proposal", row.proposal_at),
        ("negotiation", row.negotiation_at),
    ]
    until = OPEN_STAGES.index(row.stage) if row.stage in OPEN_STAGES else len(reached)
    return [
        Step("moved", _move(deal_id, stage), at)
        for number, (stage, at) in enumerate(reached, start=1)
        if (at is not None and number <= until) or stage == row.stage
    ]


def _move(deal_id: UUID, stage: str) -> MoveDeal:
    return MoveDeal.model_validate({"deal_id": deal_id, "to_stage": stage})


def _reopen(deal_id: UUID, stage: str) -> ReopenDeal:
    return ReopenDeal.model_validate({"deal_id": deal_id, "to_stage": stage})


def _closing(deal_id: UUID, row: DealRecord) -> list[Step]:
    if row.stage in OPEN_STAGES:
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


def _revised(deal_id: UUID, row: DealRecord, events: Sequence[Event]) -> list[Step]:
    steps = []
    if row.title != latest(events, "title"):
        steps.append(Step("renamed", RenameDeal(deal_id=deal_id, title=row.title)))
    if row.customer and row.customer != latest(events, "customer_id"):
        steps.append(Step("linked", LinkDealToCustomer(deal_id=deal_id, customer_id=row.customer)))
    if row.owner and row.owner != latest(events, "owner_id"):
        steps.append(Step("assigned", AssignDeal(deal_id=deal_id, owner_id=row.owner)))
    if row.expected_close_on and row.expected_close_on != latest(events, "expected_close_on"):
        steps.append(
            Step(
                "rescheduled",
                RescheduleDeal(deal_id=deal_id, expected_close_on=row.expected_close_on),
            )
        )
    return steps


def _revalued(deal_id: UUID, row: DealRecord, events: Sequence[Event]) -> list[Step]:
    known = [latest(events, field) for field in ("amount", "currency", "probability")]
    probability = known[2] if row.probability is None else row.probability
    if known == [row.amount, row.currency, probability]:
        return []
    command = RevalueDeal(
        deal_id=deal_id,
        amount=row.amount,
        currency=row.currency,
        probability=probability,
    )
    return [Step("revalued", command)]


def _outcome_of(events: Sequence[Event]) -> Outcome | None:
    for event in reversed(events):
        match event:
            case DealWon():
                return "won", event.won_on, event.amount
            case DealLost():
                return "lost", event.lost_on, None
            case DealReopened():
                return None
    return None


def _outcome_in(row: DealRecord) -> Outcome | None:
    if row.closed_at is None or row.stage in OPEN_STAGES:
        return None
    amount = (row.amount if row.closed_amount is None else row.closed_amount) if row.stage == "won" else None
    return row.stage, row.closed_at.date(), amount


def _stage_of(events: Sequence[Event]) -> str:
    stage = "prospecting"
    for event in events:
        stage = getattr(event, "to_stage", getattr(event, "stage", stage))
    return stage
