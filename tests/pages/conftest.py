"""A small bilingual company behind the whole product, to look at page by page."""

from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import pytest

from tests.gateway.conftest import http, runtime, settings

__all__ = ["http", "runtime", "settings"]
Look = Callable[..., str]


class Company(NamedTuple):
    """Ids of its records, and the log position of the last thing that happened."""

    customer: str
    seller: str
    open_deal: str
    won_deal: str
    long_name: str
    position: int


@pytest.fixture(scope="module")
def send(http: httpx.Client) -> Callable[..., dict[str, Any]]:
    """Sends a command and gives back the receipt."""

    def carry_out(command: str, /, **body: Any) -> dict[str, Any]:
        answer = http.post(f"/api/v1/{command}", json=body)
        assert answer.is_success, answer.text
        return dict(answer.json())

    return carry_out


@pytest.fixture(scope="module")
def company(send: Callable[..., dict[str, Any]]) -> Company:
    """Two deals of 上海凯捷: one open, one won in June 2017 and worth 5,812."""
    send("identity/open-branch", code="华东", name="华东")
    team = send("identity/form-team", name="大客户组", branch="华东")["stream_id"]
    seller = send("identity/add-user", name="李娜", branch="华东", team_id=team)["stream_id"]
    product = send("sales/list-product", name="GTX Pro", series="GTX", list_price="4821", currency="CNY")
    customer = send("customers/register-customer", kind="organization", name="上海凯捷", branch="华东")[
        "stream_id"
    ]
    deal = {
        "customer_id": customer,
        "owner_id": seller,
        "product_id": product["stream_id"],
        "amount": "4821",
        "currency": "CNY",
    }
    opened = send("sales/open-deal", title="Trial <b>bold</b>", **deal)["stream_id"]
    won = send("sales/open-deal", title="Pumps", **deal)["stream_id"]
    long_name = send("customers/register-customer", kind="person", name="W" * 200)["stream_id"]
    last = send("sales/win-deal", deal_id=won, won_on="2017-06-30", amount="5812")
    return Company(customer, seller, opened, won, long_name, last["position"])


@pytest.fixture
def look(http: httpx.Client, company: Company) -> Look:
    """A page as it reads in one language, once everything that happened is on it."""

    def page(address: str, language: str = "en", status: int = 200) -> str:
        joint = "&" if "?" in address else "?"
        seen = f"{address}{joint}min_position={company.position}"
        answer = http.get(seen, headers={"Accept-Language": language})
        assert answer.status_code == status, answer.text
        return answer.text

    return page
