"""Where is a discarded deal still seen?"""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

Send = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("language", "tag", "told"),
    [("en", "Discarded", "Deal discarded: <b>twice</b>"), ("zh-CN", "已作废", "商机已作废：<b>twice</b>")],
)
def test_only_its_own_page_and_the_timelines_show_a_discarded_deal(
    http: httpx.Client, send: Send, language: str, tag: str, told: str
) -> None:
    deal = send("sales/open-deal", title=f"Twice {language}", amount="7", currency="HKD")["stream_id"]
    position = send("sales/discard-deal", deal_id=deal, reason="twice")["position"]

    def look(address: str) -> str:
        query = f"{address}?min_position={position}"
        return http.get(query, headers={"Accept-Language": language}).text

    page = look(f"/deals/{deal}")
    assert tag in page
    assert told in page
    assert 'data-open="win-deal"' not in page
    assert 'data-open="reopen-deal"' not in page
    for address in ("/deals", "/deals/list"):
        assert f"Twice {language}" not in look(address)
    assert "HKD" not in str(http.get("/api/v1/sales/pipeline").json()["items"])
