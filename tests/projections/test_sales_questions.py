"""Do the questions about sales get the right answers from the database?"""

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from projections.identity.colleagues import colleagues
from projections.sales import deal_list, pipeline_board
from projections.sales.pipeline_board import StageTotal
from projections.sales.products import products
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


def test_one_deal_with_its_names(connection: Connection) -> None:
    line = deal_list.deal(connection, identity("won"))
    assert line is not None
    assert (line.customer_name, line.owner_name, line.amount) == ("张三", "Darcel", Decimal("450.50"))
    assert deal_list.deal(connection, identity("nobody")) is None


def test_people_and_products_are_listed_by_name(connection: Connection) -> None:
    assert [(each.name, each.team_name, each.branch_name) for each in colleagues(connection)] == [
        ("Darcel", "Melvin's", "Central office"),
        ("Vicki", "Celia's", "West office"),
    ]
    assert [product.name for product in products(connection)] == ["GTX", "MG"]
