"""Which command concerns which pipeline, and which pipeline concerns which deal?"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from events.configuration import fields_of
from projections.configuration.defined_fields import FIELDS
from services.sales import commands, pipeline_rules
from services.sales.deal import Deal
from services.sales.pipeline import UNTOUCHED, evolve
from shared.application import Aggregate, Application, Consulted, Right
from shared.commands import Command
from shared.events import Event

PIPELINE = Aggregate(name="pipeline", initial=UNTOUCHED, evolve=evolve)
DEAL_FIELDS = Consulted(fields_of("deal"), FIELDS)

_ADMINISTER = Right("pipeline", "administer")
_RULES: tuple[tuple[type[Command], Callable[..., Sequence[Event]]], ...] = (
    (commands.DefinePipeline, pipeline_rules.define),
    (commands.RenamePipeline, pipeline_rules.rename),
    (commands.OfferPipeline, pipeline_rules.offer),
    (commands.RetirePipeline, pipeline_rules.retire),
    (commands.RestorePipeline, pipeline_rules.restore),
    (commands.ListLostReasons, pipeline_rules.list_lost_reasons),
    (commands.AddStage, pipeline_rules.add_stage),
    (commands.RenameStage, pipeline_rules.rename_stage),
    (commands.MoveStage, pipeline_rules.move_stage),
    (commands.ChangeStage, pipeline_rules.change_stage),
    (commands.RetireStage, pipeline_rules.retire_stage),
    (commands.RestoreStage, pipeline_rules.restore_stage),
)


def pipelines(app: Application) -> None:
    """Let the sales service take the commands about pipelines."""
    for command, decide in _RULES:
        # The pipeline every installation begins with has no stream until somebody changes it.
        app.handles(
            command,
            PIPELINE,
            right=_ADMINISTER,
            stream=attrgetter("pipeline_id"),
            decide=decide,
            creates=True,
        )


def opening(_: Deal, command: commands.OpenDeal) -> dict[str, Consulted]:
    """What a deal is opened in, and the fields it can have."""
    return {"pipeline": Consulted(command.pipeline_id, PIPELINE), "fields": DEAL_FIELDS}


def moving(deal: Deal, command: commands.MoveDeal) -> dict[str, Consulted]:
    """Where it is, and where it goes."""
    goes_to = command.pipeline_id or deal.pipeline_id
    return {"present": Consulted(deal.pipeline_id, PIPELINE), "pipeline": Consulted(goes_to, PIPELINE)}


def own(deal: Deal, _: Any) -> dict[str, Consulted]:
    """The pipeline the deal is in."""
    return {"pipeline": Consulted(deal.pipeline_id, PIPELINE)}


def fields(*_: Any) -> dict[str, Consulted]:
    """The fields deals have."""
    return {"fields": DEAL_FIELDS}
