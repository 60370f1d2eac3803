"""What do the dashboard and the board tell in the currency of reports?"""

from datetime import date, timedelta
from html import unescape
from typing import Any

import httpx
import pytest

from tests.pages.conftest import http, runtime, send, settings

__all__ = ["http", "runtime", "send", "settings"]
TODAY = date.today()
LAST_MONTH = TODAY.replace(day=1) - timedelta(days=1)


@pytest.fixture(scope="module")
def position(send: Any) -> int:
    """Told in yuan: a euro is 7.8123 since last month began, 8.1 since today; nobody knows the dollar."""
    deal = {"probability": 50}
    won, foreign, now = (
        send("sales/open-deal", title=title, amount=amount, currency=currency, **deal)["stream_id"]
        for title, amount, currency in (
            ("Taps", "1234.56", "EUR"),
            ("Mills", "99", "USD"),
            ("Pumps", "1000", "CNY"),
        )
    )
    send("sales/open-deal", title="Pipes", amount="33.33", currency="EUR", **deal)
    send("sales/win-deal", deal_id=won, won_on=LAST_MONTH.isoformat())
    send("sales/win-deal", deal_id=foreign, won_on=LAST_MONTH.isoformat())
    send("sales/win-deal", deal_id=now, won_on=TODAY.isoformat())
    rate = {"base": "EUR", "quote": "CNY"}
    send("configuration/note-rate", rate="7.8123", on=LAST_MONTH.replace(day=1).isoformat(), **rate)
    send("configuration/note-rate", rate="8.1", on=TODAY.isoformat(), **rate)
    return int(send("configuration/choose-reporting-currency", currency="CNY")["position"])


def shown(http: httpx.Client, position: int, address: str, query: str = "") -> str:
    answer = http.get(f"{address}?min_position={position}&{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_an_amount_is_told_at_the_rate_of_its_time_to_the_cent(http: httpx.Client, position: int) -> None:
    page = shown(http, position, "/reports")
    # 1234.56 × 7.8123 and 1000; 33.33 × 8.1, of which half is expected.
    assert f"{LAST_MONTH:%b %Y}: Won ¥9,644.75" in page
    assert "¥10,644.75" in page.split("Leaderboard")[1]
    top = page.split('class="stats"')[1].split('class="dashboard"')[0]
    assert "¥269.97" in top or "¥270" in top, top
    assert "¥135" in top
    assert "€" not in top


def test_it_says_which_rates_were_used_and_which_is_missing(http: httpx.Client, position: int) -> None:
    note = shown(http, position, "/reports").split('class="rates-used')[1].split("</details>")[0]
    assert "1 EUR = 7.8123 CNY" in note
    assert "1 EUR = 8.1 CNY" in note
    assert "No rate for USD" in note


def test_each_currency_is_still_there_to_choose(http: httpx.Client, position: int) -> None:
    together = shown(http, position, "/reports")
    assert 'aria-current="page">in CNY</a>' in together
    euros = shown(http, position, "/reports", "currency=EUR")
    assert f"{LAST_MONTH:%b %Y}: Won €1,234.56" in euros
    assert "rates-used" not in euros


def test_the_board_tells_what_is_weighted_and_won_too(http: httpx.Client, position: int) -> None:
    figures = shown(http, position, "/deals").split('id="figures"')[1].split("</p>")[0]
    assert "Open in CNY" in figures
    assert "Weighted in CNY" in figures
    assert "¥135" in figures
