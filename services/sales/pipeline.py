"""What does a pipeline consist of, and how does each event change it?"""

from functools import reduce
from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.pipelines import (
    CLOSED,
    DEFAULT,
    DEFAULT_PIPELINE,
    LostReasonsListed,
    PipelineDefined,
    PipelineEvent,
    PipelineOffered,
    PipelineRenamed,
    PipelineRestored,
    PipelineRetired,
    StageAdded,
    StagePlaced,
    StageRenamed,
    StageRestored,
    StageRetired,
    StageRuleChanged,
)
from shared.marks import N_
from shared.refusals import Invalid, Refused

NO_STAGE = N_("is not a stage of this pipeline")
NO_PIPELINE = N_("is not a pipeline deals may enter")


class PipelineIsRetired(Refused):
    """This pipeline was retired and takes no deals. Choose another one, or restore it first."""


class PipelineOfAnotherBranch(Refused):
    """This pipeline is for deals of the branch {branch}. Choose another pipeline, or move the deal there."""


class Stage(msgspec.Struct, frozen=True):
    """A step of a pipeline; `required` are the fields a deal must have to stand in it."""

    name: str
    probability: int
    rotting_days: int | None
    required: tuple[str, ...]
    place: int
    retired: bool = False


class Pipeline(msgspec.Struct, frozen=True):
    """A pipeline as rules see it; while it has not `begun`, it is the one every installation starts with."""

    name: str = ""
    branch: str = ""
    stages: dict[str, Stage] = {}
    lost_reasons: tuple[str, ...] = ()
    retired: bool = False
    begun: bool = False

    def is_there(self, pipeline_id: UUID) -> bool:
        """Has somebody defined it, or is it the one that is there from the beginning?"""
        return self.begun or pipeline_id == DEFAULT_PIPELINE

    def first(self) -> str:
        """The stage deals begin in."""
        return min(self.open_stages(), key=lambda stage: self.stages[stage].place)

    def open_stages(self) -> list[str]:
        """Those a deal may enter."""
        return [key for key, stage in self.stages.items() if not stage.retired]

    def usual(self, stage: str) -> int | None:
        """The probability deals in this stage have unless somebody knows better."""
        return self.stages[stage].probability if stage in self.stages else None


def entered(pipeline: Pipeline, pipeline_id: UUID, stage: str, *, field: str) -> Stage:
    """The stage a deal enters. Raises Invalid, PipelineIsRetired."""
    if not pipeline.is_there(pipeline_id):
        raise Invalid(problems=[{"field": "pipeline_id", "problem": NO_PIPELINE}])
    if pipeline.retired:
        raise PipelineIsRetired("pipeline_id")
    if stage in CLOSED or stage not in pipeline.open_stages():
        raise Invalid(problems=[{"field": field, "problem": NO_STAGE}])
    return pipeline.stages[stage]


def must_be_offered(pipeline: Pipeline, branch: str) -> None:
    """Raises PipelineOfAnotherBranch; a deal that is in no branch yet may enter any."""
    if pipeline.branch and branch and branch != pipeline.branch:
        raise PipelineOfAnotherBranch("pipeline_id", branch=pipeline.branch)


def evolve(pipeline: Pipeline, event: PipelineEvent) -> Pipeline:
    match event:
        case PipelineDefined(name=name, branch=branch):
            return Pipeline(name, branch, begun=True)
        case PipelineRenamed(name=name):
            return replace(pipeline, name=name)
        case PipelineOffered(branch=branch):
            return replace(pipeline, branch=branch)
        case PipelineRetired() | PipelineRestored():
            return replace(pipeline, retired=isinstance(event, PipelineRetired))
        case LostReasonsListed(reasons=reasons):
            return replace(pipeline, lost_reasons=reasons)
        case StageAdded():
            added = Stage(event.name, event.probability, event.rotting_days, event.required, event.place)
            return replace(pipeline, stages={**pipeline.stages, event.stage: added})
        case StageRenamed() | StagePlaced() | StageRuleChanged() | StageRetired() | StageRestored():
            stage = _changed(pipeline.stages[event.stage], event)
            return replace(pipeline, stages={**pipeline.stages, event.stage: stage})
        case _:
            assert_never(event)


def _changed(
    stage: Stage, event: StageRenamed | StagePlaced | StageRuleChanged | StageRetired | StageRestored
) -> Stage:
    match event:
        case StageRenamed(name=name):
            return replace(stage, name=name)
        case StagePlaced(place=place):
            return replace(stage, place=place)
        case StageRuleChanged(probability=probability, rotting_days=days, required=required):
            return replace(stage, probability=probability, rotting_days=days, required=required)
        case StageRetired() | StageRestored():
            return replace(stage, retired=isinstance(event, StageRetired))
        case _:
            assert_never(event)


UNTOUCHED = replace(reduce(evolve, DEFAULT, Pipeline()), begun=False)
"""The pipeline of an installation in which nobody has settled any."""
