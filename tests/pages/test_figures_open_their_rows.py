"""Does every figure of the dashboard come to what the rows behind it come to, for people who see a branch?"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any, NamedTuple

import httpx
import pytest
from sqlalchemy import Engine

from tests.pages.conftest import http, runtime, send, settings
from tests.people import Person, people

__all__ = ["http", "runtime", "send", "settings"]
TODAY = date.today()
MONTH = TODAY.replace(day=1)
EXPECTED = {
    "overdue": MONTH - timedelta(days=40),
    "this month": MONTH,
    "next month": MONTH + timedelta(days=32),
    "much later": MONTH + timedelta(days=800),
    "some day": None,
}
LINK = re.compile(r'<a (?=[^>]*href="(/(?:deals/list|reports/activities)[^"]*)")([^>]*)>(.*?)</a>', re.DOTALL)
MONEY = re.compile(r"(\w+) ¥([\d,]+)")


class Company(NamedTuple):
    """A manager of West, somebody there, and the position of the last thing that happened."""

    manager: Person
    seller: str
    position: int


@pytest.fixture(scope="module")
def company(send: Any, module_database: Engine) -> Company:
    """Deals in West and East, also such as are owned from the other branch, and activities in both."""
    made = people(module_database)
    manager, west, east = (
        made.person("manager", "West"),
        made.person("salesperson", "West"),
        made.person("salesperson", "East"),
    )
    product = send("sales/list-product", name="GTX", series="GTX", list_price="9", currency="CNY")
    worth = 1
    for branch, owner in (("West", west), ("East", east), ("West", east), ("East", west)):
        deal = {"owner_id": str(owner.user_id), "branch": branch, "currency": "CNY", "probability": 100}
        call = {"kind": "call", "owner_id": deal["owner_id"], "branch": branch}
        for title, day in EXPECTED.items():
            opened = send("sales/open-deal", title=title, amount=worth, **deal)
            worth += 1
            if day:
                send("sales/reschedule-deal", deal_id=opened["stream_id"], expected_close_on=f"{day}")
        send("sales/commit-deal", deal_id=opened["stream_id"])
        send(
            "activities/log-activity",
            subject=branch,
            happened_at=datetime.now(UTC).isoformat(),
            deal_id=opened["stream_id"],
            **call,
        )
        for outcome in ("won", "lost"):
            closed = send("sales/open-deal", title=outcome, amount=worth, **deal)["stream_id"]
            worth += 1
            reason = {"reason": "dear"} if outcome == "lost" else {}
            verb = "win" if outcome == "won" else "lose"
            send(f"sales/{verb}-deal", deal_id=closed, **{f"{outcome}_on": f"{TODAY}"}, **reason)
        gone = send("sales/open-deal", title="twice", amount=worth, **deal)["stream_id"]
        send("sales/choose-product", deal_id=opened["stream_id"], product_id=product["stream_id"])
        last = send("sales/discard-deal", deal_id=gone, reason="twice")
    return Company(manager, str(west.user_id), last["position"])


@pytest.fixture
def theirs(http: httpx.Client, company: Company) -> Iterator[httpx.Client]:
    """The same gateway, as the manager of West sees it."""
    before = dict(http.cookies)
    http.cookies.clear()
    http.cookies.update(company.manager.cookies)
    http.headers["Accept-Language"] = "en"
    yield http
    http.cookies.clear()
    http.cookies.update(before)


def text(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(markup)).split())


def money(said: str) -> dict[str, int]:
    """The amounts in a text, by the word before each."""
    return {name: int(amount.replace(",", "")) for name, amount in MONEY.findall(said)}


def figures(page: str) -> Iterator[tuple[str, str]]:
    """Where every figure leads, and what it says."""
    for address, attributes, inside in LINK.findall(page):
        label = re.search(r'aria-label="([^"]*)"', attributes)
        yield unescape(address), unescape(label[1]) if label else f"All {text(inside)}"


def behind(client: httpx.Client, address: str) -> tuple[int, int]:
    """How many rows an address of the dashboard opens, and what they come to."""
    if address.startswith("/reports/"):
        return client.get(address).text.count("<tr>") - 1, 0
    totals = client.get(address.replace("/deals/list", "/lists/deals/totals")).text
    (count,) = re.findall(r'data-count="(\d+)"', totals)
    return int(count), sum(money(f"All {text(totals.split('</td>', 2)[2])}").values())


@pytest.mark.parametrize("by", ["person", "team", "branch", "product"])
@pytest.mark.parametrize("part", ["", "branch=West", "owner={seller}", "period=this-month"])
def test_every_figure_is_what_its_rows_come_to(
    theirs: httpx.Client, company: Company, part: str, by: str
) -> None:
    chosen = part.format(seller=company.seller)
    page = theirs.get(f"/reports?by={by}&min_position={company.position}&{chosen}").text
    looked_at = 0
    for address, said in figures(page):
        if said[-1] in "%–":  # a share, or a month without deals
            continue
        told, (count, amount) = money(said), behind(theirs, address)
        if "Weighted" in told:  # each of these deals is as good as won
            told.pop("Committed", None)
        expected = (sum(told.values()), amount) if told else (int(said.split()[-1]), count)
        assert expected[0] == expected[1], (said, address)
        looked_at += 1
    assert looked_at > 20


def test_the_bars_of_the_forecast_come_to_all_open_deals(theirs: httpx.Client, company: Company) -> None:
    page = theirs.get(f"/reports?min_position={company.position}").text
    said = [told for address, told in figures(page) if "Weighted" in told]
    headline, bars = said[0], said[1:]
    assert [bar.split(":")[0] for bar in bars if not bar[-8:-4].isdigit()][:1] == ["Overdue"]
    assert sum(money(bar)["Weighted"] for bar in bars) == money(headline)["Weighted"]


def test_time_in_stage_is_told_of_the_deals_that_the_list_shows(
    theirs: httpx.Client, company: Company
) -> None:
    stays = theirs.get(f"/api/v1/sales/time-in-stage?min_position={company.position}").json()["items"]
    assert sum(stay["open"] for stay in stays) == behind(theirs, "/deals/list?filter=open.is(yes)")[0] == 10
    of_seller = theirs.get(f"/reports/time-in-stage?owner={company.seller}").text
    assert re.search(r"(\d+) deals, \1 of them still there", of_seller) is None
    assert "7 deals, 5 of them still there" in of_seller
