"""What may an administrator do to a pipeline?"""

from collections.abc import Sequence

from events.pipelines import (
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
from services.sales import pipeline_commands as commands
from services.sales.pipeline import NO_STAGE, Pipeline, Stage
from shared.refusals import Invalid, NotFound, Refused


class PipelineAlreadyDefined(Refused):
    """There is already a pipeline with this id, defined with other details. Use a new id."""


class StageAlreadyThere(Refused):
    """There is a stage with this key already. Choose another key, or restore the one that is there."""


class StageKeyReserved(Refused):
    """“won”, “lost” and “open” have a meaning of their own and cannot be the key of a stage."""


class LastStage(Refused):
    """This is the only stage of the pipeline, and deals need one to stand in. Add another one first."""


class DefaultPipelineStays(Refused):
    """New deals begin in this pipeline where none is named, so it stays. Rename it or change its stages."""


def define(pipeline: Pipeline, command: commands.DefinePipeline) -> list[PipelineEvent]:
    stages = [_added(stage, place) for place, stage in enumerate(command.stages, 1)]
    if len({stage.stage for stage in stages}) < len(stages):
        raise StageAlreadyThere("stages")
    events: list[PipelineEvent] = [PipelineDefined(name=command.name, branch=command.branch), *stages]
    if command.lost_reasons:
        events.append(LostReasonsListed(reasons=command.lost_reasons))
    if pipeline.is_there(command.pipeline_id):
        raise PipelineAlreadyDefined("pipeline_id")
    return events


def rename(pipeline: Pipeline, command: commands.RenamePipeline) -> list[PipelineEvent]:
    known = command.name == pipeline.name
    return _told(pipeline, command, [] if known else [PipelineRenamed(name=command.name)])


def offer(pipeline: Pipeline, command: commands.OfferPipeline) -> list[PipelineEvent]:
    known = command.branch == pipeline.branch
    return _told(pipeline, command, [] if known else [PipelineOffered(branch=command.branch)])


def retire(pipeline: Pipeline, command: commands.RetirePipeline) -> list[PipelineEvent]:
    if command.pipeline_id == DEFAULT_PIPELINE:
        raise DefaultPipelineStays
    return _told(pipeline, command, [] if pipeline.retired else [PipelineRetired()])


def restore(pipeline: Pipeline, command: commands.RestorePipeline) -> list[PipelineEvent]:
    return _told(pipeline, command, [PipelineRestored()] if pipeline.retired else [])


def list_lost_reasons(pipeline: Pipeline, command: commands.ListLostReasons) -> list[PipelineEvent]:
    known = command.reasons == pipeline.lost_reasons
    return _told(pipeline, command, [] if known else [LostReasonsListed(reasons=command.reasons)])


def add_stage(pipeline: Pipeline, command: commands.AddStage) -> list[PipelineEvent]:
    added = _added(command, len(pipeline.stages) + 1)
    if command.stage in pipeline.stages:
        raise StageAlreadyThere("stage")
    return _told(pipeline, command, [added])


def rename_stage(pipeline: Pipeline, command: commands.RenameStage) -> list[PipelineEvent]:
    known = command.name == _stage(pipeline, command).name
    return _told(pipeline, command, [] if known else [StageRenamed(stage=command.stage, name=command.name)])


def move_stage(pipeline: Pipeline, command: commands.MoveStage) -> list[PipelineEvent]:
    """The stage takes this place among those in use; the others keep their order."""
    _stage(pipeline, command)
    in_order = sorted(pipeline.stages, key=lambda key: pipeline.stages[key].place)
    in_order.remove(command.stage)
    in_order.insert(min(command.place, len(in_order) + 1) - 1, command.stage)
    placed = [
        StagePlaced(stage=key, place=place)
        for place, key in enumerate(in_order, 1)
        if pipeline.stages[key].place != place
    ]
    return _told(pipeline, command, placed)


def change_stage(pipeline: Pipeline, command: commands.ChangeStage) -> list[PipelineEvent]:
    stage = _stage(pipeline, command)
    rule = (command.probability, command.rotting_days, command.required)
    if rule == (stage.probability, stage.rotting_days, stage.required):
        return []
    changed = StageRuleChanged(
        stage=command.stage,
        probability=command.probability,
        rotting_days=command.rotting_days,
        required=command.required,
    )
    return _told(pipeline, command, [changed])


def retire_stage(pipeline: Pipeline, command: commands.RetireStage) -> list[PipelineEvent]:
    """Nobody here knows how many deals stand in it: it takes no more of them, and `successor` takes those."""
    if _stage(pipeline, command).retired:
        return []
    if len(pipeline.open_stages()) == 1:
        raise LastStage
    if command.successor == command.stage or command.successor not in pipeline.open_stages():
        raise Invalid(problems=[{"field": "successor", "problem": NO_STAGE}])
    return _told(pipeline, command, [StageRetired(stage=command.stage, successor=command.successor)])


def restore_stage(pipeline: Pipeline, command: commands.RestoreStage) -> list[PipelineEvent]:
    if not _stage(pipeline, command).retired:
        return []
    return _told(pipeline, command, [StageRestored(stage=command.stage)])


def _told(
    pipeline: Pipeline, command: commands.OfPipeline, events: Sequence[PipelineEvent]
) -> list[PipelineEvent]:
    if not pipeline.is_there(command.pipeline_id):
        raise NotFound(what="pipeline", id=str(command.pipeline_id))
    beginning: Sequence[PipelineEvent] = () if pipeline.begun else DEFAULT
    return [*beginning, *events] if events else []


def _stage(pipeline: Pipeline, command: commands.OfStage) -> Stage:
    if not pipeline.is_there(command.pipeline_id):
        raise NotFound(what="pipeline", id=str(command.pipeline_id))
    if command.stage not in pipeline.stages:
        raise NotFound(what="stage", id=command.stage)
    return pipeline.stages[command.stage]


def _added(stage: commands.StageInput | commands.AddStage, place: int) -> StageAdded:
    if stage.stage in commands.RESERVED:
        raise StageKeyReserved("stage")
    return StageAdded(
        stage=stage.stage,
        name=stage.name,
        probability=stage.probability,
        rotting_days=stage.rotting_days,
        required=stage.required,
        place=place,
    )
