"""What stands around every page is small for each part of it, and adds up: is it asked for once?"""

from collections import Counter
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from services.gateway.runtime import Runtime
from tests.pages.conftest import http, runtime, settings

__all__ = ["http", "runtime", "settings"]
COMPANY = (
    "from read.colleagues c\n",
    "from read.pipelines",
    "from read.product_catalogue p",
    "from read.custom_fields",
)


@pytest.fixture(scope="module")
def records(http: httpx.Client) -> dict[str, str]:
    """A customer and a deal with it."""

    def sent(command: str, **body: Any) -> dict[str, Any]:
        answer = http.post(f"/api/v1/{command}", json=body)
        assert answer.is_success, answer.text
        return dict(answer.json())

    customer = sent("customers/register-customer", kind="organization", name="Acme")["stream_id"]
    deal = sent("sales/open-deal", title="Pumps", amount="5", currency="EUR", customer_id=customer)
    assert http.get(f"/deals?min_position={deal['position']}").is_success
    return {"customer": customer, "deal": deal["stream_id"]}


@pytest.mark.parametrize(
    "address",
    [
        "/deals",
        "/deals/list",
        "/customers",
        "/deals/{deal}",
        "/deals/{deal}?panel=1",
        "/customers/{customer}",
    ],
)
def test_a_page_asks_for_its_company_once(
    http: httpx.Client, runtime: Runtime, records: dict[str, str], address: str
) -> None:
    asked: Counter[tuple[str, str]] = Counter()

    def noted(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.update((part, str(parameters)) for part in COMPANY if part in statement)

    event.listen(runtime.engine, "before_cursor_execute", noted)
    try:
        assert http.get(address.format(**records)).is_success
    finally:
        event.remove(runtime.engine, "before_cursor_execute", noted)
    assert {question: count for question, count in asked.items() if count > 1} == {}
    assert asked
