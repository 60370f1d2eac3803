"""Which commands bring a deal that is there already to where an imported row says it is?"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from events.pipelines import CLOSED
from events.sales import DealLost, DealReopened, DealWon
from services.sales.commands import (
    AssignDeal,
    ChangeCustomFields,
    LinkDealToCustomer,
    RenameDeal,
    ReopenDeal,
    RescheduleDeal,
    RevalueDeal,
)
from services.sales.imported_deals import DealRecord, closing_of_deal, move_deal
from services.sales.present import custom_of
from shared.custom_values import differing
from shared.events import Event
from shared.importing import Step, latest

Outcome = tuple[str, date, Decimal | None]


def changes_of_deal(deal_id: UUID, row: DealRecord, events: Sequence[Event]) -> list[Step]:
    """What differs; a closed deal that differs is reopened, revised, and closed again as the row says."""
    before, after = _outcome_of(events), _outcome_in(row)
    revised = _revised(deal_id, row, events)
    steps = _noted(deal_id, row, events)
    if before is not None and before == after and not revised:
        return steps
    if before is not None:
        steps.append(Step("reopened", _reopen(deal_id, _stage_of(events))))
    steps += [*revised, *_revalued(deal_id, row, events)]
    if row.stage not in CLOSED and row.stage != _stage_of(events):
        steps.append(Step("moved", move_deal(deal_id, row.stage), getattr(row, f"{row.stage}_at", None)))
    return steps + closing_of_deal(deal_id, row)


def _noted(deal_id: UUID, row: DealRecord, events: Sequence[Event]) -> list[Step]:
    """Custom fields may change on a closed deal, too."""
    custom = differing(row.custom, custom_of(events))
    return [Step("custom", ChangeCustomFields(deal_id=deal_id, custom=custom))] if custom else []


def _reopen(deal_id: UUID, stage: str) -> ReopenDeal:
    return ReopenDeal.model_validate({"deal_id": deal_id, "to_stage": stage})


def _revised(deal_id: UUID, row: DealRecord, events: Sequence[Event]) -> list[Step]:
    steps = []
    if row.title != latest(events, "title"):
        steps.append(Step("renamed", RenameDeal(deal_id=deal_id, title=row.title)))
    if row.customer and row.customer != latest(events, "customer_id"):
        steps.append(Step("linked", LinkDealToCustomer(deal_id=deal_id, customer_id=row.customer)))
    steps += _assigned(deal_id, row, events)
    if row.expected_close_on and row.expected_close_on != latest(events, "expected_close_on"):
        steps.append(
            Step(
                "rescheduled",
                RescheduleDeal(deal_id=deal_id, expected_close_on=row.expected_close_on),
            )
        )
    return steps


def _assigned(deal_id: UUID, row: DealRecord, events: Sequence[Event]) -> list[Step]:
    owner_id = latest(events, "owner_id")
    branches = [branch for event in events if (branch := getattr(event, "branch", None)) is not None]
    if row.owner in (None, owner_id) and row.branch in ("", branches[-1]):
        return []
    command = AssignDeal(deal_id=deal_id, owner_id=row.owner or owner_id, branch=row.branch or None)
    return [Step("assigned", command)]


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
    if row.closed_at is None or row.stage not in CLOSED:
        return None
    amount = (row.amount if row.closed_amount is None else row.closed_amount) if row.stage == "won" else None
    return row.stage, row.closed_at.date(), amount


def _stage_of(events: Sequence[Event]) -> str:
    stage = ""
    for event in events:
        stage = getattr(event, "to_stage", getattr(event, "stage", stage))
    return stage
