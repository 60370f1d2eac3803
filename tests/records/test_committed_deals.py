"""Where does it show that the owner of a deal stands for it?"""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import Engine

from projections.sales.deal_list import deals
from services.gateway.lists.deal_changes import DEAL_CHANGES
from services.sales.commands import CommitDeal, UncommitDeal
from shared.rights.condition import NOTHING, Condition
from tests.records.conftest import Send

EVERYTHING = Condition("true", {})


def shown(http: httpx.Client, address: str, language: str = "en", **query: str | int) -> str:
    answer = http.get(address, params={"lang": language, **query}, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def _card(page: str, deal: str) -> str:
    return page.split(f'id="deal-{deal}"')[1].split("</li>")[0]


def test_the_page_of_a_deal_commits_it_and_takes_it_back(http: httpx.Client, send: Send, deal: str) -> None:
    opened = send("sales/tag-deal", deal_id=deal, tag="spring")["position"]
    before = shown(http, f"/deals/{deal}", min_position=opened)
    assert 'aria-pressed="false"' in before
    assert 'data-send="sales/commit-deal"' in before
    position = send("sales/commit-deal", deal_id=deal)["position"]
    after = shown(http, f"/deals/{deal}", panel="1", min_position=position)
    assert 'aria-pressed="true"' in after
    assert 'data-send="sales/uncommit-deal"' in after
    assert "已承诺" in shown(http, f"/deals/{deal}", language="zh", min_position=position)


def test_the_board_marks_what_is_committed(http: httpx.Client, send: Send, deal: str) -> None:
    committed = send("sales/commit-deal", deal_id=deal)["position"]
    assert 'aria-label="Committed"' in _card(shown(http, "/deals", min_position=committed), deal)
    taken_back = send("sales/uncommit-deal", deal_id=deal)["position"]
    assert 'aria-label="Committed"' not in _card(shown(http, "/deals", min_position=taken_back), deal)


def test_a_closed_deal_offers_no_commitment(http: httpx.Client, send: Send, deal: str) -> None:
    position = send("sales/win-deal", deal_id=deal, won_on="2025-06-30")["position"]
    assert "commit-deal" not in shown(http, f"/deals/{deal}", min_position=position)


def test_a_cell_of_the_list_commits_a_deal_and_takes_it_back(
    http: httpx.Client, send: Send, deal: str, module_database: Engine
) -> None:
    position = send("sales/commit-deal", deal_id=deal)["position"]
    shown(http, "/deals/list", min_position=position)
    with module_database.connect() as connection:
        found: Any = deals(connection, [UUID(deal)], see=EVERYTHING, customers=NOTHING)[0]
    change = DEAL_CHANGES.of("committed", {}, date.today())
    assert change(found, "no") == UncommitDeal(deal_id=UUID(deal))
    assert change(found, "yes") == CommitDeal(deal_id=UUID(deal))
