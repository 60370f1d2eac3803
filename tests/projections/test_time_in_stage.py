"""How long deals stayed in a stage, in whose hands, whatever happened on the way."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import Engine

from events.pipelines import DEFAULT_PIPELINE
from events.sales import (
    AgentJoined,
    DealAssigned,
    DealDiscarded,
    DealLost,
    DealMoved,
    DealOpened,
    DealReopened,
    DealRestored,
    DealTransferred,
    DealWon,
)
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.time_in_stage import Held, StageTimes, Stay, by_stage_and_owner, time_in_stage
from shared.events import Event
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from shared.records import Commit, Header
from shared.rights.condition import EVERYTHING, Condition
from tests.projections.folding import rows
from tests.recording import NOON, recorded

DEAL, OTHER, ANNA, BEN = (UUID(int=number) for number in range(1, 5))
DAY = 86_400
WON = DealWon(
    customer_id=None, from_stage="engaging", amount=Decimal(9), currency="USD", won_on=date(2026, 3, 9)
)
LOST = DealLost(from_stage="engaging", reason="", amount=Decimal(9), currency="USD", lost_on=date(2026, 3, 9))
REOPENED = DealReopened(
    to_stage="engaging", outcome="lost", closed_on=date(2026, 3, 9), amount=Decimal(9), currency="USD"
)


def opened(owner_id: UUID | None = ANNA) -> DealOpened:
    return DealOpened(
        title="A deal",
        customer_id=None,
        product_id=None,
        owner_id=owner_id,
        branch="",
        stage="prospecting",
        amount=Decimal(9),
        currency="USD",
        probability=10,
        expected_close_on=None,
        pipeline_id=DEFAULT_PIPELINE,
    )


def moved(from_stage: str, to_stage: str) -> DealMoved:
    return DealMoved(from_stage=from_stage, to_stage=to_stage)


def after(*steps: tuple[int, Event], stream_id: UUID = DEAL) -> StageTimes:
    """The row of a deal after these events, each so many days after the first."""
    records = [
        recorded(event, stream_id, number, number, occurred_at=NOON + timedelta(days=day))
        for number, (day, event) in enumerate(steps, 1)
    ]
    whole: dict[Any, StageTimes] = rows(time_in_stage, records)
    assert whole == rows(time_in_stage, *([record] for record in records))
    return whole[stream_id]


def spent(row: StageTimes) -> dict[str, int]:
    return dict(zip(row.stages, row.seconds, strict=True))


def held(owner_id: UUID, stage: str, seconds: int) -> Held:
    return Held(DEFAULT_PIPELINE, owner_id, stage, seconds)


def test_the_clock_runs_from_stage_to_stage_until_the_deal_is_closed() -> None:
    row = after((0, opened()), (3, moved("prospecting", "engaging")), (10, WON))
    assert spent(row) == {"prospecting": 3 * DAY, "engaging": 7 * DAY}
    assert row.since is None


def test_an_open_deal_has_a_running_clock() -> None:
    row = after((0, opened()), (3, moved("prospecting", "engaging")))
    assert (row.stage, row.since, spent(row)["engaging"]) == ("engaging", NOON + timedelta(days=3), 0)


def test_two_visits_to_a_stage_are_added() -> None:
    back = moved("engaging", "prospecting")
    row = after((0, opened()), (2, moved("prospecting", "engaging")), (3, back), (7, WON))
    assert spent(row) == {"prospecting": 6 * DAY, "engaging": 1 * DAY}


def test_a_stay_belongs_to_who_owned_the_deal_then() -> None:
    given = DealAssigned(owner_id=BEN, branch=None)
    row = after((0, opened()), (2, moved("prospecting", "engaging")), (5, given), (9, WON))
    assert row.owner_id == BEN
    assert spent(row) == {"engaging": 4 * DAY}
    assert row.earlier == [held(ANNA, "prospecting", 2 * DAY), held(ANNA, "engaging", 3 * DAY)]


def test_a_deal_belongs_to_the_branch_it_was_handed_on_to() -> None:
    assert after((0, replace(opened(), branch="East"))).branch == "East"
    kept, handed = (DealAssigned(owner_id=BEN, branch=branch) for branch in (None, "North"))
    assert after((0, replace(opened(), branch="East")), (2, kept)).branch == "East"
    assert after((0, replace(opened(), branch="East")), (2, handed)).branch == "North"


def test_a_closed_deal_that_is_handed_on_starts_no_clock() -> None:
    row = after((0, opened()), (2, WON), (5, DealAssigned(owner_id=BEN, branch=None)))
    assert (row.since, spent(row), row.earlier) == (None, {}, [held(ANNA, "prospecting", 2 * DAY)])


def test_a_stay_belongs_to_the_pipeline_the_deal_was_in_then() -> None:
    transferred = DealTransferred(pipeline_id=OTHER, from_stage="prospecting", to_stage="prospecting")
    row = after((0, opened()), (2, transferred), (5, WON))
    assert (row.pipeline_id, spent(row)) == (OTHER, {"prospecting": 3 * DAY})
    assert row.earlier == [held(ANNA, "prospecting", 2 * DAY)]


def test_the_time_between_closing_and_reopening_counts_for_nobody() -> None:
    row = after((0, opened()), (1, moved("prospecting", "engaging")), (3, LOST), (20, REOPENED), (24, WON))
    assert spent(row)["engaging"] == 6 * DAY


def test_a_discarded_deal_stands_still_until_it_is_restored() -> None:
    gone = DealDiscarded(reason="")
    assert after((0, opened()), (2, gone)).discarded
    row = after((0, opened()), (2, gone), (9, DealRestored()), (10, WON))
    assert (row.discarded, spent(row)) == (False, {"prospecting": 3 * DAY})


def test_history_told_in_a_strange_order_makes_no_negative_time() -> None:
    assert after((5, opened()), (2, moved("prospecting", "engaging"))).seconds == [0, 0]


def test_figures_add_up_by_stage_and_owner_up_to_now(database: Engine) -> None:
    today = datetime.now(NOON.tzinfo)
    story: list[tuple[UUID, list[tuple[int, Event]]]] = [
        (ANNA, [(30, AgentJoined(name="Anna", manager="Cara", office="East"))]),
        (DEAL, [(20, opened()), (16, DealAssigned(owner_id=BEN, branch="North")), (10, WON)]),
        (OTHER, [(8, opened()), (5, moved("prospecting", "engaging"))]),
        (UUID(int=9), [(8, opened()), (7, DealDiscarded(reason=""))]),
    ]
    Log(database).append(
        [
            commit(stream_id, version, event, today - timedelta(days=ago))
            for stream_id, steps in story
            for version, (ago, event) in enumerate(steps)
        ]
    )
    Fence(database).advance(patience=5)
    projector = Projector(database, [time_in_stage, pipeline_stages, colleagues_of_all, all_teams])
    projector.prepare()
    projector.catch_up()
    with database.connect() as connection:
        stays = by_stage_and_owner(connection, which=EVERYTHING)
        of_north = by_stage_and_owner(connection, which=Condition("d.branch = :here", {"here": "North"}))
    assert [(stay.owner_id, stay.deals) for stay in of_north] == [(BEN, 1), (ANNA, 1)]
    found = [replace(stay, days=round(stay.days, 1)) for stay in stays]
    assert found == [
        Stay(DEFAULT_PIPELINE, "prospecting", BEN, "", deals=1, open=0, days=6.0),
        Stay(DEFAULT_PIPELINE, "prospecting", ANNA, "Anna", deals=2, open=0, days=7.0),
        Stay(DEFAULT_PIPELINE, "engaging", ANNA, "Anna", deals=1, open=1, days=5.0),
    ]


def commit(stream_id: UUID, version: int, event: Event, at: datetime) -> Commit:
    header = Header(
        command_id=UUID(int=stream_id.int * 100 + version),
        correlation_id=stream_id,
        actor="anna",
        branch="",
        source="web",
        occurred_at=at,
    )
    return Commit(stream_id=stream_id, expected_version=version, events=(event,), header=header, digest=0)
