"""What happens to the pipelines deals go through, and the one there is before anybody has settled any."""

from uuid import UUID

from shared.events import Event
from shared.marks import N_

CONTEXT = "sales"
DEFAULT_PIPELINE = UUID("6b1d3f52-2f0e-5c57-9a40-3f7d1a5c9e01")
WON, LOST = "won", "lost"
CLOSED = (WON, LOST)


class PipelineDefined(Event):
    name: str
    branch: str  # "" is for every branch


class PipelineRenamed(Event):
    name: str


class PipelineOffered(Event):
    """Who works with it from now on."""

    branch: str


class PipelineRetired(Event):
    """No deal enters it any more; those in it stay."""


class PipelineRestored(Event):
    pass


class StageAdded(Event):
    stage: str
    name: str
    probability: int  # percent
    rotting_days: int | None
    required: tuple[str, ...]  # fields of the deal; a custom one as custom.<key>
    place: int


class StageRenamed(Event):
    stage: str
    name: str


class StagePlaced(Event):
    stage: str
    place: int


class StageRuleChanged(Event):
    stage: str
    probability: int
    rotting_days: int | None
    required: tuple[str, ...]


class StageRetired(Event):
    """No deal enters it any more; those still in it belong into `successor`."""

    stage: str
    successor: str


class StageRestored(Event):
    stage: str


class LostReasonsListed(Event):
    reasons: tuple[str, ...]


PipelineEvent = (
    PipelineDefined
    | PipelineRenamed
    | PipelineOffered
    | PipelineRetired
    | PipelineRestored
    | StageAdded
    | StageRenamed
    | StagePlaced
    | StageRuleChanged
    | StageRetired
    | StageRestored
    | LostReasonsListed
)


def _stage(stage: str, name: str, probability: int, place: int) -> StageAdded:
    return StageAdded(
        stage=stage, name=name, probability=probability, rotting_days=30, required=(), place=place
    )


DEFAULT: tuple[PipelineDefined | StageAdded, ...] = (
    PipelineDefined(name=N_("Sales pipeline"), branch=""),
    _stage("prospecting", "Prospecting", 10, 1),
    _stage("engaging", "Engaging", 30, 2),
    _stage("proposal", "Proposal", 50, 3),
    _stage("negotiation", "Negotiation", 70, 4),
)
"""What the pipeline of every installation would have begun with; told as soon as somebody changes it."""
