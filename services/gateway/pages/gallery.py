"""How does each component look in each of its states?"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.operating.tasks import Task
from services.gateway.pages.answers import page
from services.gateway.pages.board.showing import StageHead
from services.gateway.pages.figures import StageFigures, sums_of
from services.gateway.pages.names import Named
from services.gateway.pages.operations import ACTIONS, ALARMS, TASKS
from services.gateway.pages.sentences import Moment

router = APIRouter()
TODAY = date(2026, 3, 2)


@router.get("/ui")
async def gallery(request: Request) -> Response:
    """Every component in every state, with examples that are no records."""
    shown = {
        "today": TODAY,
        "deals": _deals(),
        "figures": _figures(),
        **HEADS,
        "won": _won(),
        "moments": _moments(),
    }
    shown["branches"] = _branches()
    shown |= {"alarm_titles": ALARMS, "actions": ACTIONS, "task_states": TASKS, "tasks": _tasks()}
    return await page(request, "gallery.html", "", lambda _: shown, reads=())


def _deals() -> list[Any]:
    return [
        _deal(1, "Kan-code", "GTX Pro", "Darcel Schlecht", "34820", date(2026, 2, 22), None),
        _deal(2, "上海凯捷电子有限公司", "GTK 500", "李娜", "212000", date(2026, 2, 9), date(2026, 2, 20)),
        _deal(3, None, None, None, "8600.50", date(2024, 1, 5), None, "USD"),
    ]


def _won() -> Any:
    return _deal(4, "Kan-code", "MG Special", "Darcel Schlecht", "5482", date(2026, 2, 27), None)


def _deal(
    number: int,
    customer: str | None,
    product: str | None,
    owner: str | None,
    amount: str,
    since: date,
    close_on: date | None,
    currency: str = "CNY",
) -> Any:
    return SimpleNamespace(
        deal_id=UUID(int=number),
        version=1,
        title=f"{product or 'MG Special'} {number}",
        customer_name=customer,
        product_name=product,
        owner_name=owner,
        amount=Decimal(amount),
        currency=currency,
        stage_since=since,
        expected_close_on=close_on,
        closed_on=None,
        committed=number == 2,
        customer_id=None,
        last_contact_at=None,
        next_step=None,
        next_kind=None,
        next_due_at=None,
    )


HEADS = {
    "head": StageHead("proposal", "Proposal", "2", 30, (), False),
    "won_head": StageHead("won", "Won", "won", None, (), False),
}


def _figures() -> StageFigures:
    deals = _deals()
    sums = sums_of((deal.currency, deal.amount, deal.amount / 2) for deal in deals)
    return StageFigures("proposal", len(deals), sums)


def _moments() -> list[Moment]:
    at = datetime(2026, 2, 28, 10, 5, tzinfo=UTC)
    deal = Named("GTK 500", "#")
    moved = Markup('<b>GTK 500</b> <span class="tag">洽谈</span> → <span class="tag">方案</span>')
    return [
        Moment(moved, at, "李娜", "web", 48_211, False, deal),
        Moment(Markup("<b>Kan-code</b>"), at, "Darcel Schlecht", "import", 1_204, True, None),
    ]


def _branches() -> list[Any]:
    east = [_branch("上海", "24"), _branch("Hangzhou 杭州", "11")]
    return [_branch("华东", "35", east, "#east"), _branch("Central", "18")]


def _branch(title: str, note: str, children: Sequence[Any] = (), address: str = "#") -> Any:
    return SimpleNamespace(title=title, note=note, children=children, address=address)


def _tasks() -> list[Task]:
    at = datetime(2026, 2, 28, 10, 5, tzinfo=UTC)
    return [
        Task("rebuild", "deal_list", at),
        Task("verify", "deal_list", at, "done", "deal_list: 8,800 rows."),
        Task("rollback", "deal_list", at, "failed", "No previous rows."),
    ]
