"""How is a command sent over HTTP? One POST route for each command class, all alike."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services import product
from services.gateway.api.bodies import command_in
from services.gateway.api.describing import command_route
from services.gateway.api.sending import header_of
from services.gateway.reflected import note
from services.gateway.runtime import Runtime
from services.gateway.undoing.kinds import NAMED_BY
from shared.application import Application
from shared.commands import Command
from shared.records import Receipt

SOURCE = "Hindsight-Source"  # the pages say here that it was them
UNDO = "Hindsight-Undo"  # where what was done can be taken back
PREFIX = "/api/v1"
_RECORDS = {
    "customer_id": "/customers",
    "deal_id": "/sales/deals",
    "activity_id": "/activities",
    "task_id": "/tasks",
}


def router(applications: Mapping[str, Application]) -> APIRouter:
    """A route for every command of every context."""
    routes = APIRouter(prefix=PREFIX)
    for command in product.commands():
        creates = applications[command.service()].creates(command)
        path = f"/{command.service()}/{command.method().replace('_', '-')}"
        routes.add_api_route(
            path, _route(command, creates), methods=["POST"], **command_route(command, creates=creates)
        )
    return routes


def _route(command: type[Command], creates: bool) -> Callable[[Request], Awaitable[Response]]:
    async def send(request: Request) -> Response:
        header = header_of(request, "web" if request.headers.get(SOURCE) == "web" else "api")
        runtime: Runtime = request.app.state.runtime
        receipt = await runtime.bus.call(await command_in(request, command, header, creates=creates), header)
        return answer(receipt, command, HTTPStatus.CREATED if creates else HTTPStatus.OK)

    return send


def answer(receipt: Receipt, command: type[Command], status: HTTPStatus) -> Response:
    """The receipt, with the record's new ETag, its address, and the position where something was done."""
    headers = {"ETag": f'"{receipt.version}"'}
    if receipt.events:
        note(receipt.position)
    own = next(iter(command.model_fields))
    if (collection := _RECORDS.get(own)) is not None:
        headers["Location"] = f"{PREFIX}{collection}/{receipt.stream_id}"
    if receipt.events and own in NAMED_BY:
        headers[UNDO] = f"{PREFIX}/undo/{receipt.stream_id}"
    return Response(msgspec.json.encode(receipt), status, headers, media_type="application/json")
