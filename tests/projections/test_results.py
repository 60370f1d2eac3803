"""What was won and lost, what is open, and how far deals get, of what the reader may see."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from events.pipelines import DEFAULT_PIPELINE
from events.sales import OPEN_STAGES
from projections.sales.forecast import ForecastMonth, forecast
from projections.sales.funnel import passages, stage_values
from projections.sales.results import MonthResult, Rank, Span, by_month, ranking
from shared.refusals import Invalid
from shared.rights.condition import EVERYTHING, Condition
from tests.projections.company import identity

VICKI = Condition("d.owner_id = :me", {"me": identity("Vicki")})
FEBRUARY = MonthResult("2026-02", "USD", 2, Decimal(901), 0, Decimal(0))
MARCH = MonthResult("2026-03", "USD", 0, Decimal(0), 1, Decimal(500))


@pytest.mark.parametrize(
    ("span", "months"),
    [
        (Span(), [FEBRUARY, MARCH]),
        (Span(first=date(2026, 3, 1)), [MARCH]),
        (Span(first=date(2026, 3, 31)), [MARCH]),
        (Span(end=date(2026, 3, 1)), [FEBRUARY]),
        (Span(end=date(2026, 3, 31)), [FEBRUARY]),
        (Span(date(2026, 2, 3), date(2026, 2, 3)), []),
    ],
)
def test_results_are_told_month_by_month(
    connection: Connection, span: Span, months: list[MonthResult]
) -> None:
    assert by_month(connection, which=EVERYTHING, span=span) == months


@pytest.mark.parametrize(
    ("by", "first", "second"),
    [
        ("person", "Vicki", "Darcel"),
        ("team", "Celia's", "Melvin's"),
        ("branch", "West office", "Central office"),
    ],
)
@pytest.mark.parametrize("span", [Span(), Span(date(2026, 1, 2))])
def test_the_ranking_counts_wins_and_losses(
    connection: Connection, by: str, first: str, second: str, span: Span
) -> None:
    ranks = {rank.name: rank for rank in ranking(connection, by, which=EVERYTHING, span=span)}
    assert set(ranks) == {first, second}
    assert (ranks[first].won, ranks[first].amount, ranks[first].lost) == (1, Decimal("450.50"), 1)
    assert (ranks[second].won, ranks[second].lost) == (1, 0)


@pytest.mark.parametrize("span", [Span(end=date(2026, 3, 1)), Span(date(2026, 2, 3), date(2026, 2, 4))])
def test_the_ranking_of_products_in_a_time(connection: Connection, span: Span) -> None:
    found = ranking(connection, "product", which=EVERYTHING, span=span)
    assert found == [Rank(str(identity("GTX")), "GTX", "USD", 2, Decimal(901), 0)]
    assert ranking(connection, "product", which=EVERYTHING, span=Span(first=date(2027, 1, 1))) == []


def test_a_ranking_by_anything_else_is_refused(connection: Connection) -> None:
    with pytest.raises(Invalid) as refusal:
        ranking(connection, "shoe size", which=EVERYTHING)
    assert refusal.value.field == "by"


def test_every_figure_counts_what_its_reader_may_see(connection: Connection) -> None:
    assert [rank.name for rank in ranking(connection, "person", which=VICKI)] == ["Vicki"]
    assert [month.won for month in by_month(connection, which=VICKI)] == [1, 0]
    assert stage_values(connection, which=VICKI) == []
    assert forecast(connection, which=VICKI) == []
    assert (
        passages(connection, DEFAULT_PIPELINE, OPEN_STAGES, which=VICKI, first=None, end=None)[0].entered == 2
    )


def test_the_open_pipeline_is_worth_its_deals_and_weighted_by_their_probability(
    connection: Connection,
) -> None:
    values = stage_values(connection, which=EVERYTHING)
    told = [(each.stage, each.currency, each.deals, each.amount, each.weighted) for each in values]
    assert told == [
        ("proposal", "CNY", 2, Decimal(200), Decimal(100)),
        ("proposal", "USD", 3, Decimal(300), Decimal(150)),
    ]


def test_deals_without_a_date_are_forecast_for_no_month(connection: Connection) -> None:
    months = forecast(connection, which=EVERYTHING)
    assert months == [
        ForecastMonth(None, "CNY", 2, Decimal(200), Decimal(100), Decimal(0)),
        ForecastMonth(None, "USD", 3, Decimal(300), Decimal(150), Decimal(0)),
    ]


def test_a_won_deal_has_passed_every_stage_and_a_lost_one_only_those_it_was_in(
    connection: Connection,
) -> None:
    found = passages(connection, DEFAULT_PIPELINE, OPEN_STAGES, which=EVERYTHING, first=None, end=None)
    # Two won ones passed all four; the lost one came to engaging, the five open ones to proposal.
    assert [(each.stage, each.entered) for each in found] == [
        ("prospecting", 8),
        ("engaging", 8),
        ("proposal", 7),
        ("negotiation", 2),
    ]
    later = passages(
        connection, DEFAULT_PIPELINE, OPEN_STAGES, which=EVERYTHING, first=date(2026, 2, 1), end=None
    )
    assert {each.entered for each in later} == {0}
