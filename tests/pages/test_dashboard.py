"""What does the dashboard draw, of which part of the company?"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any, NamedTuple

import httpx
import pytest

from services.gateway.pages.dashboards.charts import Series, Slot, columns, months, scale
from tests.pages.conftest import http, runtime, send, settings

__all__ = ["http", "runtime", "send", "settings"]


class Sold(NamedTuple):
    """Who sold this month, where, and the position of the last thing that happened."""

    person: str
    branch: str
    position: int


@pytest.fixture(scope="module")
def sold(send: Any) -> Sold:
    """West below World: a deal won today, one lost, one committed for next month; East has one open."""
    send("identity/open-branch", code="World", name="World")
    send("identity/open-branch", code="West", name="West", parent="World")
    send("identity/open-branch", code="East", name="East")
    today = date.today()
    person = send("identity/add-user", name="Vicki", branch="West")["stream_id"]
    customer = send("customers/register-customer", kind="person", name="Bo")["stream_id"]
    deal = {"customer_id": customer, "currency": "CNY", "owner_id": person}
    won, lost, open_ = (
        send("sales/open-deal", title=title, amount=amount, **deal)["stream_id"]
        for title, amount in (("Pumps", "400"), ("Pipes", "200"), ("Valves", "1000"))
    )
    elsewhere = send("identity/add-user", name="Emil", branch="East")["stream_id"]
    send("sales/open-deal", title="Taps", amount="7", currency="EUR", owner_id=elsewhere)
    send("sales/win-deal", deal_id=won, won_on=today.isoformat())
    send("sales/lose-deal", deal_id=lost, lost_on=today.isoformat(), reason="dear")
    soon = (today.replace(day=1) + timedelta(days=32)).isoformat()
    send("sales/reschedule-deal", deal_id=open_, expected_close_on=soon)
    send("sales/commit-deal", deal_id=open_)
    call = {"kind": "call", "subject": "Asked", "happened_at": datetime.now(UTC).isoformat()}
    called = send("activities/log-activity", customer_id=customer, owner_id=person, **call)
    return Sold(person, "West", called["position"])


def shown(http: httpx.Client, sold: Sold, query: str = "") -> str:
    """The page, once everything that happened is on it."""
    answer = http.get(f"/reports?min_position={sold.position}&{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_the_figures_at_the_top_add_up(http: httpx.Client, sold: Sold) -> None:
    page = shown(http, sold)
    top = page.split('class="stats"')[1].split('class="dashboard"')[0]
    for figure in ("¥1K", "¥100", "¥400", "50.0 %", "€7"):
        assert figure in top


@pytest.mark.parametrize(("branch", "euros"), [("World", False), ("West", False), ("East", True)])
def test_a_branch_stands_for_those_below_it(http: httpx.Client, sold: Sold, branch: str, euros: bool) -> None:
    top = shown(http, sold, f"branch={branch}").split('class="stats"')[1].split('class="dashboard"')[0]
    assert ("€7" in top, "¥1K" in top) == (euros, not euros)


def test_a_figure_opens_the_deals_of_the_same_part_of_the_company(http: httpx.Client, sold: Sold) -> None:
    page = shown(http, sold, "branch=World&period=this-month")
    month = date.today().replace(day=1)
    link = f"/deals/list?filter=branch.is(World,West),closed_on.from({month})"
    assert link in page
    behind = http.get(page.split(f'href="{link}')[1].split('"')[0].join([link, ""]))
    assert behind.status_code == 200


def test_the_funnel_tells_how_far_deals_got(http: httpx.Client, sold: Sold) -> None:
    funnel = shown(http, sold, "branch=World").split("Funnel")[1].split("</table>")[0]
    assert "Prospecting" in funnel
    assert "33.3 %" in funnel  # one of three went on: the won one passed every stage


def test_activities_are_counted_by_person_and_open_what_they_count(http: httpx.Client, sold: Sold) -> None:
    page = shown(http, sold)
    link = f"/reports/activities?owner={sold.person}&kind=call"
    assert link in page
    assert "Asked" in http.get(link).text


def test_a_chart_draws_the_highest_bar_as_high_as_there_is_room() -> None:
    slots = [
        Slot("2017-05", "", ()),
        Slot("2017-06", "", (Series("won", Decimal(400)), Series("lost", Decimal(200)))),
    ]
    quiet, busy = columns(slots)
    won, lost = busy.bars
    assert quiet.bars == []
    assert won.height == 2 * lost.height
    assert won.x + won.width <= lost.x + 0.1


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        ("400", [200, 400]),
        ("990", [200, 400, 600, 800]),
        ("1000000", [500_000, 1_000_000]),
        ("0.3", [0.1, 0.2, 0.3]),
    ],
)
def test_a_chart_has_a_scale_of_round_values(most: str, lines: list[float]) -> None:
    drawn = scale([Slot("2017-06", "", (Series("won", Decimal(most)),))])
    assert [float(line.value) for line in drawn] == lines


def test_each_bar_carries_its_figure_where_there_is_room() -> None:
    busy = Slot("2017-06", "", (Series("won", Decimal(400)), Series("lost", Decimal(200))))
    (column,) = columns([busy])
    assert [(each.name, each.value) for each in column.figures] == [
        ("won", Decimal(400)),
        ("lost", Decimal(200)),
    ]
    assert column.figures[-1].y < min(bar.y for bar in column.bars)
    assert columns([busy] * 40)[0].figures == []


def test_nothing_is_nothing_of_a_currency(http: httpx.Client, sold: Sold) -> None:
    page = re.sub(r"<[^>]+>", "", shown(http, sold, "branch=East"))
    assert re.search(r"Committed\s*€0", page)


def test_quiet_months_keep_their_place() -> None:
    found = months(date(2017, 11, 1), date(2018, 2, 1))
    assert [f"{month:%Y-%m}" for month in found] == ["2017-11", "2017-12", "2018-01", "2018-02"]
