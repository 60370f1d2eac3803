"""How does an administrator settle through which stages deals go?"""

from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from projections.configuration.custom_fields import custom_fields, definitions
from projections.customers import facets
from projections.customers.directory_fold import customer_directory
from projections.sales import pipeline_board
from projections.sales.deal_list import deal_list
from projections.sales.pipeline_stages import StageRow, pipeline_stages
from projections.sales.pipelines import Pipeline, pipeline_list, pipelines
from services.gateway.language import language_of
from services.gateway.pages import parameters
from services.gateway.pages.answers import page
from services.gateway.pages.settings.moving_on import move_on
from services.gateway.viewer import viewer
from shared.custom_fields import Definition
from shared.marks import N_
from shared.refusals import NotFound

router = APIRouter(prefix="/settings/pipelines")
READS = (pipeline_list, pipeline_stages, deal_list, custom_fields, customer_directory)
NEEDABLE = {
    "customer_id": N_("Customer"),
    "product_id": N_("Product"),
    "owner_id": N_("Owner"),
    "amount": N_("Amount"),
    "expected_close_on": N_("Expected close"),
}


@router.get("")
async def settings(request: Request) -> Response:
    """The pipelines, one of them with its stages."""

    def question(connection: Connection) -> dict[str, Any]:
        known = pipelines(connection)
        chosen = _chosen(known, parameters.identity(request, "pipeline"))
        see = viewer(request).where("deal", alias="d")
        totals = pipeline_board.stages(connection, see=see, pipeline_id=chosen.pipeline_id)
        counts: dict[str, int] = {}
        for total in totals:
            counts[total.stage] = counts.get(total.stage, 0) + total.count
        return {
            "pipelines": known,
            "pipeline": chosen,
            "counts": counts,
            "needable": _needable(definitions(connection, "deal"), language_of(request)),
            "branches": facets.branches(connection),
            "new_id": uuid4(),
        }

    return await page(request, "settings/pipelines.html", "settings", question, reads=READS)


@router.post("/{pipeline_id}/stages/{stage}/move-on")
async def moves_on(request: Request, pipeline_id: UUID, stage: str) -> Response:
    """Let some of the deals that still stand in a retired stage go on to its successor."""
    done = await move_on(request, pipeline_id, stage)
    return JSONResponse({"moved": done.moved, "refused": done.refused, "left": done.left})


def _chosen(known: list[Pipeline], wanted: UUID | None) -> Pipeline:
    for each in known:
        if wanted in (None, each.pipeline_id):
            return each
    raise NotFound(what="pipeline", id=str(wanted))


def _needable(fields: list[Definition], language: str) -> dict[str, str]:
    """What a stage can ask for; the names of custom fields are those of the reader's language."""
    return {**NEEDABLE, **{f"custom.{each.key}": each.named(language) for each in fields}}


def stage_of(known: list[Pipeline], pipeline_id: UUID, stage: str) -> StageRow:
    """One stage of one pipeline. Raises NotFound."""
    for each in _chosen(known, pipeline_id).stages:
        if each.stage == stage:
            return each
    raise NotFound(what="stage", id=stage[:60])
