"""Do the read models of what administrators settle stay the same, however often they are folded?"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Engine

from events.configuration import (
    COMPANY,
    ChoiceAdded,
    ChoiceRetired,
    FieldDefined,
    FieldPlaced,
    FieldRetired,
    FieldRuleChanged,
    PhoneRegionChosen,
    RateNoted,
    ReportingCurrencyChosen,
    fields_of,
    rates_of,
)
from events.pipelines import (
    LostReasonsListed,
    PipelineDefined,
    PipelineRenamed,
    StageAdded,
    StagePlaced,
    StageRetired,
    StageRuleChanged,
)
from projections.configuration.custom_fields import all_definitions, custom_fields, definitions
from projections.configuration.rates import (
    company_settings,
    converted,
    exchange_rates,
    latest,
    reporting_currency,
)
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline_list, pipelines
from shared.events import Event
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projection import Projection
from shared.projector.engine import Projector
from shared.records import Commit, Header
from tests.projections.folding import rows
from tests.recording import NOON, history

RENEWALS = UUID(int=50)
MAY_1, MAY_3, MAY_9 = date(2026, 5, 1), date(2026, 5, 3), date(2026, 5, 9)


def field(key: str, place: int) -> FieldDefined:
    return FieldDefined(
        object="deal",
        key=key,
        kind="choice",
        label={"en": key.title()},
        help={},
        choices=(),
        required=False,
        default=None,
        place=place,
    )


FIELDS: list[Event] = [
    field("channel", 1),
    field("budget", 2),
    ChoiceAdded(object="deal", key="channel", choice="fair", label={"en": "Fair"}),
    ChoiceAdded(object="deal", key="channel", choice="web", label={"en": "Web"}),
    ChoiceRetired(object="deal", key="channel", choice="fair"),
    FieldRuleChanged(object="deal", key="channel", required=True, default="web"),
    FieldPlaced(object="deal", key="channel", place=3),
    field("old", 4),
    FieldRetired(object="deal", key="old"),
]
STAGES: list[Event] = [
    PipelineDefined(name="Renewals", branch=""),
    StageAdded(stage="review", name="Review", probability=40, rotting_days=None, required=(), place=1),
    StageAdded(stage="offer", name="Offer", probability=70, rotting_days=9, required=("amount",), place=2),
    StageRuleChanged(stage="offer", probability=75, rotting_days=None, required=()),
    StagePlaced(stage="offer", place=1),
    StagePlaced(stage="review", place=2),
    StageRetired(stage="review", successor="offer"),
    PipelineRenamed(name="Upgrades"),
    LostReasonsListed(reasons=("too dear",)),
]
RATES: list[Event] = [
    RateNoted(base="EUR", quote="CNY", rate=Decimal("7.80"), on=MAY_1),
    RateNoted(base="EUR", quote="CNY", rate=Decimal("8.00"), on=MAY_9),
    RateNoted(base="EUR", quote="CNY", rate=Decimal("7.90"), on=MAY_1),
]
ALL: list[tuple[UUID, list[Event]]] = [
    (fields_of("deal"), FIELDS),
    (RENEWALS, STAGES),
    (rates_of("EUR", "CNY"), RATES),
    (COMPANY, [ReportingCurrencyChosen(currency="CNY"), PhoneRegionChosen(region="CN")]),
]
READ_MODELS: list[Projection] = [
    custom_fields,
    pipeline_list,
    pipeline_stages,
    exchange_rates,
    company_settings,
]


def test_folding_everything_at_once_or_one_by_one_is_the_same() -> None:
    records = history(*ALL)
    for projection in READ_MODELS:
        whole = rows(projection, records)
        assert whole
        assert whole == rows(projection, *([record] for record in records))


def test_pages_are_told_what_was_settled(database: Engine) -> None:
    log = Log(database)
    for number, (stream_id, events) in enumerate(ALL):
        header = Header(
            command_id=UUID(int=number + 1),
            correlation_id=stream_id,
            actor="ada",
            branch="",
            source="web",
            occurred_at=NOON,
        )
        log.append(
            [Commit(stream_id=stream_id, expected_version=0, events=tuple(events), header=header, digest=0)]
        )
    Fence(database).advance(patience=5)
    projector = Projector(database, READ_MODELS)
    projector.prepare()
    projector.catch_up()
    with database.connect() as connection:
        assert [each.key for each in definitions(connection, "deal")] == ["budget", "channel"]
        assert [each.key for each in all_definitions(connection, "deal")] == ["budget", "channel", "old"]
        channel = definitions(connection, "deal")[1]
        assert (channel.required, channel.default) == (True, "web")
        assert [choice.key for choice in channel.choices if not choice.retired] == ["web"]
        assert definitions(connection, "customer") == []
        _, renewals = pipelines(connection)
        assert (renewals.name, renewals.lost_reasons) == ("Upgrades", ["too dear"])
        assert [(stage.stage, stage.probability) for stage in renewals.open_stages] == [("offer", 75)]
        assert [stage.successor for stage in renewals.stages] == [None, "offer"]
        assert reporting_currency(connection) == "CNY"
        assert [(row.day, row.rate) for row in latest(connection)] == [(MAY_9, Decimal("8.00"))]
        told = converted(
            connection,
            [("EUR", MAY_3, Decimal(100)), ("CNY", MAY_3, Decimal(10)), ("USD", MAY_3, Decimal(5))],
            "CNY",
        )
        assert (told.amount, told.without) == (Decimal("800.00"), ["USD"])
        assert [(row.day, row.rate) for row in told.rates] == [(MAY_1, Decimal("7.90"))]
        back = converted(connection, [("CNY", MAY_9, Decimal(80))], "EUR")
        assert back.amount == Decimal("10.00")
        assert converted(connection, [("EUR", date(2020, 1, 1), Decimal(1))], "CNY").without == ["EUR"]
