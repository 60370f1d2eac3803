"""What can an operator ask, and do, over HTTP?"""

import asyncio
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.api.describing import problems, receipt_of
from services.gateway.language import language_of, translated
from services.gateway.operating.operator import Operator, View
from services.gateway.operating.tasks import Task
from services.gateway.reflected import note
from services.gateway.runtime import Runtime
from shared.projector.parked import Parked
from shared.projector.retrying import Retried
from shared.status.facts import Standing
from shared.status.stored import Stored

T = TypeVar("T")
router = APIRouter(prefix="/api/v1/operations", tags=["operations"])
Name = Annotated[str, Path(max_length=100, pattern=r"^[a-z_:]+$")]
OneName = Annotated[str | None, Query(max_length=100, pattern=r"^[a-z_:]+$")]
OnePosition = Annotated[int | None, Query(ge=1, le=2**63 - 1)]
Position = Annotated[int, Path(ge=1, le=2**63 - 1)]


class AlarmTold(msgspec.Struct, frozen=True):
    """An alarm that is on, and what to do, in the reader's language."""

    name: str
    sentence: str


class Overview(msgspec.Struct, frozen=True):
    """How everything stands, the alarms that are on, and what this gateway does in the background."""

    standing: Standing
    alarms: list[AlarmTold]
    tasks: list[Task]


class ParkedEvent(msgspec.Struct, frozen=True):
    """A parked event, and what the log holds at its position."""

    parked: list[Parked]
    stored: Stored


ROWS = (Overview, ParkedEvent, Retried, Task, Parked)


@router.get(
    "", summary="How does everything stand?", responses={200: receipt_of("Overview"), **problems(503)}
)
async def overview(request: Request) -> Response:
    """Watermark, relay, every partition of every read model, rebuilds, broker and alarms."""
    view = await _asked(request, Operator.view)
    note(view.standing.watermark.position)
    return _json(_told(view, language_of(request)))


def _told(view: View, language: str) -> Overview:
    told = [AlarmTold(each.name, each.sentence(partial(translated, language))) for each in view.alarms]
    return Overview(view.standing, told, view.tasks)


@router.post(
    "/read-models/{name}/{action}",
    summary="Pause, resume, rebuild, verify or roll back a read model",
    responses={
        200: receipt_of("Task"),
        202: receipt_of("Task", meaning="Begun; the overview tells how far it is."),
        **problems(404, 409, 422, 503),
    },
)
async def act(
    request: Request, name: Name, action: Literal["pause", "resume", "rebuild", "verify", "rollback"]
) -> Response:
    """A paused one is folded no further; readers see its rows as they are. So can policies be paused.

    The other three run in the background, in a process that outlives this one.
    """
    task = await _asked(request, lambda operator: operator.act(action, name))
    return _json(task, HTTPStatus.ACCEPTED if task.state == "running" else HTTPStatus.OK)


@router.get(
    "/parked",
    summary="Which events could not be folded?",
    responses={200: receipt_of("Parked", many=True), **problems(404, 422, 503)},
)
async def parked(request: Request, name: OneName = None) -> Response:
    """Events that failed, those that wait behind them in their stream, and those that were skipped."""
    return _json({"items": await _asked(request, lambda operator: operator.parked(name))})


@router.get(
    "/parked/{position}",
    summary="One parked event",
    responses={200: receipt_of("ParkedEvent"), **problems(404, 422, 503)},
)
async def show(request: Request, position: Position) -> Response:
    """Why it is parked and for which read models, and what the log holds, byte for byte."""

    def found(operator: Operator) -> ParkedEvent:
        known = [one for one in operator.parked(None) if one.position == position]
        return ParkedEvent(known, operator.stored(position))

    return _json(await _asked(request, found))


@router.post(
    "/parked/retry",
    summary="Try parked events again",
    responses={200: receipt_of("Retried"), **problems(404, 409, 422, 503)},
)
async def retry(request: Request, name: OneName = None, position: OnePosition = None) -> Response:
    """All of them, those of one read model, or the stream of the event at one position.

    409 for a policy: it reacts to its own by itself, when a process starts whose release can load them.
    """
    return _json(await _asked(request, lambda operator: operator.retry(name, position)))


@router.post(
    "/parked/{name}/{position}/skip",
    summary="Do without a parked event",
    responses={200: receipt_of("Retried"), **problems(404, 422, 503)},
)
async def skip(request: Request, name: Name, position: Position) -> Response:
    """It is kept for the record, and what waits behind it is folded."""
    return _json(await _asked(request, lambda operator: operator.skip(name, position)))


async def _asked(request: Request, question: Callable[[Operator], T]) -> T:
    runtime: Runtime = request.app.state.runtime
    return await asyncio.to_thread(question, runtime.operator)


def _json(value: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(msgspec.json.encode(value), status, media_type="application/json")
