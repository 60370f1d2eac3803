"""How are rates noted where somebody lives, in their language?"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.pages.conftest import http, runtime, send, settings

__all__ = ["http", "runtime", "send", "settings"]
SAME_ORIGIN = {"Origin": "http://127.0.0.1"}


def asked(http: httpx.Client, path: str, **cookies: str) -> httpx.Response:
    kept = {**http.cookies, **cookies}
    return http.get(path, headers={"Cookie": "; ".join(f"{name}={held}" for name, held in kept.items())})


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])  # never on the same day
def test_a_rate_is_noted_for_the_day_it_is_where_its_reader_lives(http: httpx.Client, zone: str) -> None:
    days = {datetime.now(ZoneInfo(zone)).date()}
    page = asked(http, "/settings/rates", zone=zone).text
    days.add(datetime.now(ZoneInfo(zone)).date())
    assert any(f'value="{day}"' in page for day in days)


def test_lines_that_cannot_be_read_are_named_in_the_readers_language(http: httpx.Client, send: Any) -> None:
    file = "base,quote,rate,on\nEUR,CNY,7.8123,2026-03-02\nEUR,euro,7.8,2026-03-03\nEUR,EUR,1,2026-03-04\n"
    headers = {**SAME_ORIGIN, "Accept-Language": "zh"}
    told = http.post("/settings/rates/import", content=file, headers=headers).json()
    assert told["noted"] == 1
    first, second = told["problems"]
    assert first.startswith("3: ")
    assert "quote: 货币" in first
    assert second.startswith("4: ")
    assert "不同" in second


def test_a_great_rate_is_written_out(http: httpx.Client, send: Any) -> None:
    noted = send("configuration/note-rate", base="EUR", quote="JPY", rate="150", on="2026-03-02")
    page = http.get("/settings/rates", params={"min_position": noted["position"]}).text
    assert ">150<" in page
    assert "E+" not in page


def test_a_file_whose_quote_never_ends_is_refused(http: httpx.Client) -> None:
    file = f'base,quote,rate,on\nEUR,"{"C" * 200_000}'
    refused = http.post("/settings/rates/import", content=file, headers=SAME_ORIGIN)
    assert refused.status_code == 422
    assert "CSV" in refused.json()["detail"]
