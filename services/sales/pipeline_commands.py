"""What can be asked about the pipelines deals go through?"""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.commands import Command, Line, ShortLine

RESERVED = ("won", "lost", "open")
StageKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Percent = Annotated[int, Field(ge=0, le=100)]
RottingDays = Annotated[int, Field(ge=1, le=3_650)] | None
NeededField = Annotated[
    str,
    StringConstraints(
        pattern=r"^(customer_id|product_id|owner_id|amount|expected_close_on|custom\.[a-z][a-z0-9_]{0,39})$"
    ),
]
Needed = Annotated[tuple[NeededField, ...], Field(max_length=50)]
Reasons = Annotated[tuple[Line, ...], Field(max_length=50)]


class StageInput(BaseModel):
    """A stage of a new pipeline; they stand in the order they are given in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: StageKey
    name: Line
    probability: Percent
    rotting_days: RottingDays = None
    required: Needed = ()


class OfPipeline(Command):
    pipeline_id: UUID


class OfStage(OfPipeline):
    stage: StageKey


class DefinePipeline(OfPipeline):
    """An empty branch offers the pipeline to every branch."""

    name: Line
    branch: ShortLine = ""
    stages: tuple[StageInput, ...] = Field(min_length=1, max_length=50)
    lost_reasons: Reasons = ()


class RenamePipeline(OfPipeline):
    name: Line


class OfferPipeline(OfPipeline):
    branch: ShortLine


class RetirePipeline(OfPipeline):
    """It takes no more deals; those in it stay."""


class RestorePipeline(OfPipeline):
    pass


class ListLostReasons(OfPipeline):
    """What is offered when a deal is lost; other reasons may still be given."""

    reasons: Reasons


class AddStage(OfStage):
    name: Line
    probability: Percent
    rotting_days: RottingDays = None
    required: Needed = ()


class RenameStage(OfStage):
    name: Line


class MoveStage(OfStage):
    """`place` counts from 1."""

    place: int = Field(ge=1, le=1_000)


class ChangeStage(OfStage):
    """Deals that stand in it keep their own probability."""

    probability: Percent
    rotting_days: RottingDays = None
    required: Needed = ()


class RetireStage(OfStage):
    """No deal enters it any more; those still in it are shown until they have moved on to `successor`."""

    successor: StageKey


class RestoreStage(OfStage):
    pass
