"""How is one change of a record taken back over HTTP?"""

import asyncio
from typing import Annotated
from uuid import UUID, uuid5

import msgspec
from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.api.describing import problems, receipt_of
from services.gateway.api.sending import header_of
from services.gateway.reflected import note
from services.gateway.runtime import Runtime
from services.gateway.undoing.inverse import inverse
from services.gateway.undoing.kinds import kind_of
from services.gateway.viewer import viewer
from shared.commands import Command
from shared.log.log import Log
from shared.records import Receipt
from shared.refusals import NotFound, Refused
from shared.rights.owned import NOBODYS
from shared.rights.principal import SEE, Principal

router = APIRouter(prefix="/api/v1/undo", tags=["undo"])


class Undo(BaseModel):
    """Which change: the id of the command that made it, as its receipt and its events name it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command_id: UUID


@router.post(
    "/{stream_id}",
    summary="Take back what one command did to a record",
    responses={200: receipt_of("Receipt"), **problems(403, 404, 409, 422, 503, 504)},
)
async def undo(request: Request, stream_id: UUID, body: Annotated[Undo, Body()]) -> Response:
    """By further commands, sent with your rights; refused where the same was changed again since."""
    runtime: Runtime = request.app.state.runtime
    header = header_of(request, "web" if request.headers.get("Hindsight-Source") == "web" else "api")
    commands = await asyncio.to_thread(_commands, runtime.log, viewer(request), stream_id, body.command_id)
    sent = [
        (command, msgspec.structs.replace(header, command_id=uuid5(header.command_id, f"undo:{number}")))
        for number, command in enumerate(commands)
    ]
    receipt = _last(await runtime.bus.call_many(sent))
    note(receipt.position)
    return Response(msgspec.json.encode(receipt), media_type="application/json")


def _commands(log: Log, who: Principal, stream_id: UUID, command_id: UUID) -> list[Command]:
    records = log.stream(stream_id)
    kind = kind_of(records)
    if kind is None:
        raise NotFound(what="record", id=str(stream_id))
    aggregate = kind.aggregate
    whose = aggregate.whose(aggregate.fold(records)) if aggregate.whose else NOBODYS
    if not who.may(aggregate.name, SEE, owner_id=whose.owner_id, branch=whose.branch):
        raise NotFound(what="record", id=str(stream_id))
    return inverse(kind, stream_id, records, command_id)


def _last(answers: list[Receipt | Refused]) -> Receipt:
    for answer in answers:
        if isinstance(answer, Refused):
            raise answer
    return next(answer for answer in reversed(answers) if isinstance(answer, Receipt))
