"""Which day is it that a moment lies in, where the reader lives?"""

import re
from collections import namedtuple
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from services.gateway.pages.environment import environment
from services.gateway.pages.formats import ZONE, Formats
from tests.pages.conftest import Company, company, http, runtime, send, settings

__all__ = ["company", "http", "runtime", "send", "settings"]


def shaped(**held: Any) -> Any:
    return namedtuple("Shaped", held)(**held)


LATE = datetime(2017, 6, 30, 23, 30, tzinfo=UTC)  # in Shanghai the first of July
HEAD = shaped(stage="won", rotting_days=None)
CARD = shaped(
    deal_id="d",
    version=1,
    title="Pumps",
    customer_name="",
    product_name="",
    owner_name="",
    amount=None,
    currency=None,
    committed=False,
    stage_since=LATE,
    closed_on=None,
)


@pytest.fixture
def shanghai() -> Iterator[None]:
    before = ZONE.set(ZoneInfo("Asia/Shanghai"))
    yield
    ZONE.reset(before)


@pytest.mark.usefixtures("shanghai")
def test_the_day_of_a_moment_is_that_where_the_reader_lives() -> None:
    written = Formats("en")
    assert written.day(LATE) == "Jul 1, 2017"
    assert written.short_date(LATE) == "Jul 1, 2017"
    assert written.days_between(LATE, date(2017, 7, 3)) == 2


@pytest.mark.usefixtures("shanghai")
def test_a_day_is_the_same_everywhere() -> None:
    written = Formats("en")
    assert written.day(date(2017, 6, 30)) == "Jun 30, 2017"
    assert written.days_between(date(2017, 6, 30), date(2017, 7, 3)) == 3


def test_a_card_drawn_for_one_zone_is_not_shown_in_another() -> None:
    draw = environment("en").globals["drawn_card"]
    told = []
    for zone in ("UTC", "Asia/Shanghai"):
        before = ZONE.set(ZoneInfo(zone))
        told.append(draw(CARD, HEAD, date(2017, 7, 3)))  # type: ignore[operator]
        ZONE.reset(before)
    assert "Jun 30, 2017" in told[0]
    assert "Jul 1, 2017" in told[1]


def test_what_a_record_tells_of_a_moment_is_the_readers_day(http: httpx.Client, company: Company) -> None:
    address = f"/deals/{company.open_deal}?min_position={company.position}"
    # Never on the same day, and never both on that of UTC.
    assert opened(http, address, "Pacific/Kiritimati") != opened(http, address, "Pacific/Niue")


def opened(http: httpx.Client, address: str, zone: str) -> str:
    kept = "; ".join(f"{name}={held}" for name, held in {**http.cookies, "zone": zone}.items())
    told = re.search(r"<dt>Opened</dt>(.*?)</dd>", http.get(address, headers={"Cookie": kept}).text, re.S)
    assert told
    return told[1]
