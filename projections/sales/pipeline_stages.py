"""Which stages has each pipeline, in which order, and what does each ask for?"""

from collections.abc import Hashable
from typing import Any
from uuid import UUID

from events.pipelines import (
    StageAdded,
    StagePlaced,
    StageRenamed,
    StageRestored,
    StageRetired,
    StageRuleChanged,
)
from shared.projection import Projection, Row
from shared.records import Recorded


class StageRow(Row):
    """A stage; `successor` is where the deals of a retired one belong."""

    pipeline_id: UUID
    stage: str
    name: str
    place: int
    probability: int
    rotting_days: int | None
    required: list[str]
    successor: str | None = None

    @property
    def retired(self) -> bool:
        """Does it take no more deals?"""
        return self.successor is not None


pipeline_stages = Projection("pipeline_stages", version=1, row=StageRow, key_fields=2)


def _key(record: Recorded[Any]) -> Hashable:
    return record.stream_id, record.event.stage


@pipeline_stages.on(StageAdded, key=_key)
def added(_: StageRow | None, record: Recorded[StageAdded]) -> StageRow:
    return as_added(record.stream_id, record.event)


def as_added(pipeline_id: UUID, event: StageAdded) -> StageRow:
    """The stage as it was added."""
    return StageRow(
        pipeline_id,
        event.stage,
        event.name,
        event.place,
        event.probability,
        event.rotting_days,
        list(event.required),
    )


@pipeline_stages.on(StageRenamed, key=_key)
def renamed(row: StageRow, record: Recorded[StageRenamed]) -> StageRow:
    row.name = record.event.name
    return row


@pipeline_stages.on(StagePlaced, key=_key)
def placed(row: StageRow, record: Recorded[StagePlaced]) -> StageRow:
    row.place = record.event.place
    return row


@pipeline_stages.on(StageRuleChanged, key=_key)
def rule_changed(row: StageRow, record: Recorded[StageRuleChanged]) -> StageRow:
    rule = record.event
    row.probability, row.rotting_days, row.required = rule.probability, rule.rotting_days, list(rule.required)
    return row


@pipeline_stages.on(StageRetired, key=_key)
def retired(row: StageRow, record: Recorded[StageRetired]) -> StageRow:
    row.successor = record.event.successor
    return row


@pipeline_stages.on(StageRestored, key=_key)
def restored(row: StageRow, _: Recorded[StageRestored]) -> StageRow:
    row.successor = None
    return row
