"""How does each component look in each of its states?"""

from datetime import date, datetime, timezone
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.pages.answers import page
from services.gateway.pages.figures import StageFigures, Sum

router = APIRouter()
TODAY = date(2026, 3, 2)


@router.get("/ui")
async def gallery(request: Request) -> Response:
    """Every component in every state, with examples that are no records."""
    shown = {"today": TODAY, "deals": _deals(), "figures": _figures(), "moments": _moments()}
    return await page(request, "gallery.html", "", lambda _: shown)


def _deals() -> list[Any]:
    return [
        _deal(1, "Kan-code", "GTX Pro", "Darcel Schlecht", "34820", date(2026, 2, 22), None),
        _deal(2, "上海凯捷电子有限公司", "GTK 500", "李娜", "212000", date(2026, 2, 9), date(2026, 2, 20)),
        _deal(3, None, None, None, "8600.50", date(2024, 1, 5), None),
    ]


def _deal(
    number: int,
    customer: str | None,
    product: str | None,
    owner: str | None,
    amount: str,
    since: date,
    close_on: date | None,
) -> Any:
    return SimpleNamespace(
        deal_id=UUID(int=number),
        version=1,
        title=f"{product or 'MG Special'} {number}",
        customer_name=customer,
        product_name=product,
        owner_name=owner,
        amount=Decimal(amount),
        currency="CNY",
        stage_since=since,
        expected_close_on=close_on,
    )


def _figures() -> StageFigures:
    yuan, dollars = (
        Sum("CNY", Decimal(5_200_000), Decimal(2_600_000)),
        Sum("USD", Decimal(81_500), Decimal(40_750)),
    )
    return StageFigures("proposal", 214, [yuan, dollars])


def _moments() -> list[Any]:
    at = datetime(2026, 2, 28, 10, 5, tzinfo=timezone.utc)
    plain = SimpleNamespace(at=at, actor="李娜", source="web", record=None, position=48_211)
    return [plain]
