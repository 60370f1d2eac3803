"""Do the questions about sales get the right answers from the database?"""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import Connection

from projections.sales import deal_list, leaderboard, outcomes, pipeline_board
from projections.sales.agents import agents
from projections.sales.leaderboard import Rank
from projections.sales.outcomes import MonthOutcome
from projections.sales.pipeline_board import StageTotal
from projections.sales.products import products
from shared.refusals import Invalid
from tests.projections.company import identity


def test_the_board_has_a_total_for_each_stage_and_currency(connection: Connection) -> None:
    nothing = Decimal(0)
    assert pipeline_board.stages(connection) == [
        StageTotal("prospecting", None, 0, nothing, nothing),
        StageTotal("engaging", None, 0, nothing, nothing),
        StageTotal("proposal", "CNY", 2, Decimal(200), Decimal(100)),
        StageTotal("proposal", "USD", 3, Decimal(300), Decimal(150)),
        StageTotal("negotiation", None, 0, nothing, nothing),
        StageTotal("won", "USD", 2, Decimal(901), Decimal(901)),
        StageTotal("lost", "USD", 1, Decimal(500), nothing),
    ]


def test_a_column_of_the_board_is_read_page_by_page_newest_first(connection: Connection) -> None:
    whole = [card.title for card in pipeline_board.cards(connection, "proposal").items]
    assert whole[0] == "open 4"
    seen: list[str] = []
    cursor = None
    while len(seen) < len(whole):
        page = pipeline_board.cards(connection, "proposal", cursor=cursor, limit=2)
        seen += [card.title for card in page.items]
        cursor = page.next_cursor
    assert (seen, cursor) == (whole, None)


def test_a_card_tells_who_buys_what_from_whom(connection: Connection) -> None:
    card = pipeline_board.cards(connection, "lost").items[0]
    assert (card.customer_name, card.product_name, card.owner_name) == ("张三", "GTX", "Vicki")
    assert (card.amount, card.closed_on, card.version) == (Decimal(500), date(2026, 3, 31), 2)


def test_outcomes_are_told_month_by_month(connection: Connection) -> None:
    february = MonthOutcome("2026-02", "USD", 2, Decimal(901), 0, Decimal(0))
    march = MonthOutcome("2026-03", "USD", 0, Decimal(0), 1, Decimal(500))
    assert outcomes.by_month(connection) == [february, march]
    assert outcomes.by_month(connection, start=date(2026, 3, 31)) == [march]
    assert outcomes.by_month(connection, end=date(2026, 2, 1)) == [february]


@pytest.mark.parametrize(
    ("by", "first", "second"),
    [("agent", "Vicki", "Darcel"), ("manager", "Celia", "Melvin"), ("office", "West", "Central")],
)
def test_the_ranking_counts_wins_and_losses(connection: Connection, by: str, first: str, second: str) -> None:
    ranks = {rank.name: rank for rank in leaderboard.ranking(connection, by)}
    assert set(ranks) == {first, second}
    assert (ranks[first].won, ranks[first].amount, ranks[first].lost) == (1, Decimal("450.50"), 1)
    assert (ranks[second].won, ranks[second].lost) == (1, 0)


def test_the_ranking_of_products_in_a_time(connection: Connection) -> None:
    february = leaderboard.ranking(connection, "product", start=date(2026, 2, 3), end=date(2026, 2, 3))
    assert february == [Rank(identity("GTX"), "GTX", "USD", 2, Decimal(901), 0)]
    assert leaderboard.ranking(connection, "product", start=date(2027, 1, 1)) == []


def test_a_ranking_by_anything_else_is_refused(connection: Connection) -> None:
    with pytest.raises(Invalid) as refusal:
        leaderboard.ranking(connection, "shoe size")
    assert refusal.value.field == "by"


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 8),
        ({"stage": "proposal"}, 5),
        ({"stage": "open"}, 5),
        ({"owner_id": identity("Vicki")}, 2),
        ({"customer_id": identity("张三")}, 8),
        ({"customer_id": identity("李娜")}, 0),
        ({"product_id": identity("MG")}, 0),
        ({"closed_from": date(2026, 3, 1)}, 1),
        ({"closed_to": date(2026, 3, 1)}, 2),
    ],
)
def test_filters_narrow_the_list_of_deals(
    connection: Connection, filters: deal_list.Filters, count: int
) -> None:
    assert len(deal_list.find(connection, **filters).items) == count


@pytest.mark.parametrize("sort", list(deal_list.SORTS))
def test_page_by_page_every_deal_is_seen_once(connection: Connection, sort: str) -> None:
    whole = [line.deal_id for line in deal_list.find(connection, sort=sort).items]
    seen: list[UUID] = []
    cursor = None
    while len(seen) < len(whole):
        page = deal_list.find(connection, sort=sort, cursor=cursor, limit=3)
        seen += [line.deal_id for line in page.items]
        cursor = page.next_cursor
    assert (seen, cursor) == (whole, None)
    assert len(set(whole)) == (3 if "closed_on" in sort else 8)


def test_one_deal_with_its_names(connection: Connection) -> None:
    line = deal_list.deal(connection, identity("won"))
    assert line is not None
    assert (line.customer_name, line.owner_name, line.amount) == ("张三", "Darcel", Decimal("450.50"))
    assert deal_list.deal(connection, identity("nobody")) is None


def test_agents_and_products_are_listed_by_name(connection: Connection) -> None:
    assert [agent.name for agent in agents(connection)] == ["Darcel", "Vicki"]
    assert [product.name for product in products(connection)] == ["GTX", "MG"]
