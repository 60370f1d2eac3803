"""Do the pages survive days that no rule would let through today, but that are in the log?"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Engine

from events.pipelines import DEFAULT_PIPELINE
from events.sales import DealLost, DealOpened, DealWon
from services.gateway.runtime import Runtime
from shared.events import Event
from shared.log.log import Log
from shared.records import Commit, Header

DAYS = (date(1, 1, 1), date(1899, 12, 31), date(2017, 6, 30), date(9999, 12, 31))
PRICE: dict[str, Any] = {"amount": Decimal(5_000), "currency": "CNY"}


@pytest.fixture(scope="module")
def position(runtime: Runtime, module_database: Engine) -> int:
    """The place in the log up to which deals were won and lost on impossible days."""
    # As those who write did before there were rules; the gateway itself may only read.
    receipts = Log(module_database).append([_closed(day, won) for day in DAYS for won in (True, False)])
    return max(receipt.position for receipt in receipts)


def _closed(day: date, won: bool) -> Commit:
    opened = DealOpened(
        title=f"Deal of {day}",
        customer_id=None,
        product_id=None,
        owner_id=None,
        branch="",
        stage="proposal",
        probability=50,
        expected_close_on=day,
        **PRICE,
        pipeline_id=DEFAULT_PIPELINE,
    )
    closed: Event = (
        DealWon(customer_id=None, from_stage="proposal", won_on=day, **PRICE)
        if won
        else DealLost(from_stage="proposal", reason="", lost_on=day, **PRICE)
    )
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="anonymous", branch="", source="import")
    return Commit(
        stream_id=UUID(int=day.toordinal() * 2 + won),
        expected_version=0,
        events=(opened, closed),
        header=header,
        digest=0,
    )


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(
    "address",
    [
        "/reports",
        "/reports?by=product&from=0001-01-01&to=9999-12-31",
        "/deals",
        "/deals/list",
        "/deals/list?sort=closed_on&closed_from=0001-01-01&closed_to=9999-12-31",
        f"/deals/{UUID(int=date(9999, 12, 31).toordinal() * 2 + 1)}",
        f"/deals/{UUID(int=3)}",
    ],
)
def test_every_page_survives_impossible_days(
    http: httpx.Client, position: int, address: str, language: str
) -> None:
    joint = "&" if "?" in address else "?"
    answer = http.get(f"{address}{joint}min_position={position}", headers={"Accept-Language": language})
    assert answer.status_code == 200
