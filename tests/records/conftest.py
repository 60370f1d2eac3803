"""A customer with a deal behind the whole product, spoken to over HTTP as people of several roles."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.gateway.conftest import http, runtime, settings

__all__ = ["http", "runtime", "settings"]
Send = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def send(http: httpx.Client) -> Send:
    """Sends a command as the administrator and gives back the receipt, with the way to take it back."""

    def carry_out(command: str, /, version: int | None = None, **body: Any) -> dict[str, Any]:
        headers = {"Hindsight-Source": "web"} | ({"If-Match": f'"{version}"'} if version else {})
        answer = http.post(f"/api/v1/{command}", json=body, headers=headers)
        assert answer.is_success, answer.text
        return {**answer.json(), "undo": answer.headers.get("Hindsight-Undo")}

    return carry_out


@pytest.fixture
def customer(send: Send) -> str:
    """上海凯捷, with a phone."""
    contact = {"phones": ["+86 21 5000 1000"]}
    given = {"kind": "organization", "name": "上海凯捷", "branch": "", "contact": contact}
    return str(send("customers/register-customer", customer_id=str(uuid4()), **given)["stream_id"])


@pytest.fixture
def deal(send: Send, customer: str) -> str:
    """A deal of theirs over 4,821 yuan."""
    given = {"title": "Forty pumps", "customer_id": customer, "amount": "4821", "currency": "CNY"}
    return str(send("sales/open-deal", deal_id=str(uuid4()), **given)["stream_id"])
