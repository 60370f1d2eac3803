"""Do the questions about sales get the right answers from the database?"""

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from events.pipelines import DEFAULT_PIPELINE
from projections.identity.colleagues import colleagues
from projections.sales import board_cards, deal_list, pipeline_board
from projections.sales.board_cards import Card, Column
from projections.sales.pipeline_board import StageTotal
from projections.sales.pipelines import pipelines
from projections.sales.products import products
from shared.paging import Page
from shared.rights.condition import EVERYTHING, NOTHING, Condition
from tests.projections.company import identity

OF_VICKI = Condition("d.owner_id = :vicki", {"vicki": identity("Vicki")})


def column(
    connection: Connection,
    stage: str,
    *,
    see: Condition = EVERYTHING,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Card]:
    wanted = Column(DEFAULT_PIPELINE, stage)
    return board_cards.cards(
        connection, wanted, see=see, tasks=EVERYTHING, customers=EVERYTHING, cursor=cursor, limit=limit
    )


def test_the_board_has_a_total_for_each_stage_and_currency(connection: Connection) -> None:
    nothing = Decimal(0)
    assert pipeline_board.stages(connection, see=EVERYTHING) == [
        StageTotal("prospecting", None, 0, nothing, nothing),
        StageTotal("engaging", None, 0, nothing, nothing),
        StageTotal("proposal", "CNY", 2, Decimal(200), Decimal(100)),
        StageTotal("proposal", "USD", 3, Decimal(300), Decimal(150)),
        StageTotal("negotiation", None, 0, nothing, nothing),
        StageTotal("won", "USD", 2, Decimal(901), Decimal(901)),
        StageTotal("lost", "USD", 1, Decimal(500), nothing),
    ]


def test_sums_at_hand_and_added_up_are_the_same_also_for_who_sees_only_some(connection: Connection) -> None:
    at_hand = pipeline_board.stages(connection, see=OF_VICKI)
    assert at_hand == pipeline_board.stages(connection, see=OF_VICKI, joins="")
    assert at_hand != pipeline_board.stages(connection, see=EVERYTHING)
    assert {card.owner_name for card in column(connection, "proposal", see=OF_VICKI).items} <= {"Vicki"}


def test_what_was_closed_before_a_month_is_not_on_its_board(connection: Connection) -> None:
    since = pipeline_board.stages(connection, see=EVERYTHING, since=date(2030, 1, 1))
    assert {total.stage: total.count for total in since if total.stage in ("won", "lost")} == {
        "won": 0,
        "lost": 0,
    }


def test_there_is_a_pipeline_before_anybody_has_settled_one(connection: Connection) -> None:
    (only,) = pipelines(connection)
    assert (only.pipeline_id, only.version) == (DEFAULT_PIPELINE, 0)
    assert [stage.stage for stage in only.stages] == ["prospecting", "engaging", "proposal", "negotiation"]


def test_a_column_of_the_board_is_read_page_by_page_newest_first(connection: Connection) -> None:
    whole = [card.title for card in column(connection, "proposal").items]
    assert whole[0] == "open 4"
    seen: list[str | None] = []
    cursor = None
    while len(seen) < len(whole):
        page = column(connection, "proposal", cursor=cursor, limit=2)
        seen += [card.title for card in page.items]
        cursor = page.next_cursor
    assert (seen, cursor) == (whole, None)


def test_a_card_tells_who_buys_what_from_whom(connection: Connection) -> None:
    card = column(connection, "lost").items[0]
    assert (card.customer_name, card.product_name, card.owner_name) == ("张三", "GTX", "Vicki")
    assert (card.amount, card.closed_on, card.version) == (Decimal(500), date(2026, 3, 31), 2)


def test_one_deal_with_its_names(connection: Connection) -> None:
    [line] = deal_list.deals(connection, [identity("won")], see=EVERYTHING, customers=EVERYTHING)
    assert (line.customer_name, line.owner_name, line.amount) == ("张三", "Darcel", Decimal("450.50"))
    assert deal_list.deals(connection, [identity("nobody")], see=EVERYTHING, customers=EVERYTHING) == []


def test_a_customer_who_may_not_be_seen_is_named_nowhere(connection: Connection) -> None:
    [line] = deal_list.deals(connection, [identity("won")], see=EVERYTHING, customers=NOTHING)
    assert (line.customer_name, line.owner_name) == (None, "Darcel")


def test_people_and_products_are_listed_by_name(connection: Connection) -> None:
    assert [(each.name, each.team_name, each.branch_name) for each in colleagues(connection)] == [
        ("Darcel", "Melvin's", "Central office"),
        ("Vicki", "Celia's", "West office"),
    ]
    assert [product.name for product in products(connection)] == ["GTX", "MG"]
