"""How is the time deals spend in each stage of a pipeline laid out, owner by owner?"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from projections.sales.pipeline_stages import StageRow
from projections.sales.pipelines import Pipeline, pipelines
from projections.sales.time_in_stage import Stay, by_stage_and_owner, time_in_stage
from shared.projector.filling import Filling, filling
from shared.rights.condition import Condition


class Cell(NamedTuple):
    """Deals of one owner, or of all, in one stage: how many, how many still, and for how long each."""

    deals: int
    open: int
    mean: float


class Line(NamedTuple):
    """One owner; a stage is None where none of their deals ever was."""

    owner_id: UUID | None
    name: str
    cells: list[Cell | None]


class StageTimes(NamedTuple):
    """The section of the page: while it is `filling` there is nothing else to show."""

    filling: Filling | None
    pipelines: Sequence[Pipeline] = ()
    chosen: Pipeline | None = None
    stages: Sequence[StageRow] = ()
    everyone: Line | None = None
    owners: Sequence[Line] = ()

    @property
    def longest(self) -> float:
        """The longest mean of a stage over all owners."""
        cells = self.everyone.cells if self.everyone else []
        return max((cell.mean for cell in cells if cell), default=0.0)


def stage_times(connection: Connection, which: Condition, pipeline_id: UUID | None = None) -> StageTimes:
    """Of one pipeline, or the first, up to now; or how far it has been filled. See by_stage_and_owner."""
    if progress := filling(connection, time_in_stage.name):
        return StageTimes(progress)
    known = pipelines(connection)
    chosen = next((each for each in known if each.pipeline_id == pipeline_id), known[0])
    offered = [each for each in known if not each.retired or each is chosen]
    found = by_stage_and_owner(connection, which=which)
    stays = [stay for stay in found if stay.pipeline_id == chosen.pipeline_id]
    if not stays:
        return StageTimes(None, offered, chosen)
    names = {stay.owner_id: stay.owner_name for stay in stays}
    owners = [
        _line(owner_id, name, chosen, [stay for stay in stays if stay.owner_id == owner_id])
        for owner_id, name in sorted(names.items(), key=lambda pair: (pair[1] == "", pair[1]))
    ]
    return StageTimes(None, offered, chosen, chosen.stages, _line(None, "", chosen, stays), owners)


def _line(owner_id: UUID | None, name: str, pipeline: Pipeline, stays: Sequence[Stay]) -> Line:
    cells = [_cell(stay for stay in stays if stay.stage == each.stage) for each in pipeline.stages]
    return Line(owner_id, name, cells)


def _cell(stays: Iterable[Stay]) -> Cell | None:
    deals = open_ = 0
    days = 0.0
    for stay in stays:
        deals, open_, days = deals + stay.deals, open_ + stay.open, days + stay.days
    return Cell(deals, open_, days / deals) if deals else None
