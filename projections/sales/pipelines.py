"""Which pipelines are there, with which stages?"""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.pipelines import (
    DEFAULT,
    DEFAULT_PIPELINE,
    LostReasonsListed,
    PipelineDefined,
    PipelineOffered,
    PipelineRenamed,
    PipelineRestored,
    PipelineRetired,
    StageAdded,
)
from projections.sales.pipeline_stages import StageRow, as_added
from shared.projection import Projection, Row
from shared.records import Recorded


class PipelineRow(Row):
    """`branch` "" is for every branch."""

    pipeline_id: UUID
    name: str
    branch: str
    version: int
    lost_reasons: list[str]
    retired: bool = False


class Pipeline(msgspec.Struct, frozen=True):
    """A pipeline with its stages in order; the retired ones too."""

    pipeline_id: UUID
    name: str
    branch: str
    version: int
    lost_reasons: list[str]
    retired: bool
    stages: list[StageRow]

    @property
    def open_stages(self) -> list[StageRow]:
        """Those a deal may enter."""
        return [stage for stage in self.stages if not stage.retired]

    def named(self, stage: str) -> str:
        """The name of a stage; a key it does not know stands for itself."""
        return next((each.name for each in self.stages if each.stage == stage), stage)


pipeline_list = Projection("pipelines", version=1, row=PipelineRow)


@pipeline_list.on(PipelineDefined)
def defined(_: PipelineRow | None, record: Recorded[PipelineDefined]) -> PipelineRow:
    said = record.event
    return PipelineRow(record.stream_id, said.name, said.branch, record.version, [])


@pipeline_list.on(PipelineRenamed)
def renamed(row: PipelineRow, record: Recorded[PipelineRenamed]) -> PipelineRow:
    row.name, row.version = record.event.name, record.version
    return row


@pipeline_list.on(PipelineOffered)
def offered(row: PipelineRow, record: Recorded[PipelineOffered]) -> PipelineRow:
    row.branch, row.version = record.event.branch, record.version
    return row


@pipeline_list.on(LostReasonsListed)
def listed(row: PipelineRow, record: Recorded[LostReasonsListed]) -> PipelineRow:
    row.lost_reasons, row.version = list(record.event.reasons), record.version
    return row


@pipeline_list.on(PipelineRetired, PipelineRestored)
def retired(row: PipelineRow, record: Recorded[PipelineRetired | PipelineRestored]) -> PipelineRow:
    row.retired, row.version = isinstance(record.event, PipelineRetired), record.version
    return row


_PIPELINES = text("select * from read.pipelines order by retired, name, pipeline_id")
_STAGES = text("select * from read.pipeline_stages order by pipeline_id, place, stage")


def pipelines(connection: Connection) -> list[Pipeline]:
    """Every pipeline, the one every installation begins with first, retired ones last."""
    stages = [StageRow(**row._mapping) for row in connection.execute(_STAGES)]
    found = [_with_stages(PipelineRow(**row._mapping), stages) for row in connection.execute(_PIPELINES)]
    if all(each.pipeline_id != DEFAULT_PIPELINE for each in found):
        found.append(_untouched())
    return sorted(found, key=lambda each: each.pipeline_id != DEFAULT_PIPELINE)


def stage_names(known: Sequence[Pipeline]) -> dict[str, str]:
    """The names of all open stages of these pipelines; of a key that several have, the first one's."""
    found: dict[str, str] = {}
    for each in known:
        for stage in each.stages:
            found.setdefault(stage.stage, stage.name)
    return found


def pipeline(connection: Connection, pipeline_id: UUID) -> Pipeline | None:
    """One of them; None if there is none."""
    return next((each for each in pipelines(connection) if each.pipeline_id == pipeline_id), None)


def _with_stages(row: PipelineRow, stages: Sequence[StageRow]) -> Pipeline:
    own = [stage for stage in stages if stage.pipeline_id == row.pipeline_id]
    return Pipeline(**msgspec.structs.asdict(row), stages=own)


def _untouched() -> Pipeline:
    begun = next(event for event in DEFAULT if isinstance(event, PipelineDefined))
    stages = [as_added(DEFAULT_PIPELINE, event) for event in DEFAULT if isinstance(event, StageAdded)]
    return Pipeline(DEFAULT_PIPELINE, begun.name, begun.branch, 0, [], False, stages)
