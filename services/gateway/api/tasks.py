"""What can be asked about activities and tasks over HTTP, and how is a task planned in one line?"""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID, uuid5

import msgspec
from fastapi import APIRouter, Body, Query
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from projections.activities import activities as activity_list
from projections.activities import task_list
from projections.activities.activities import ActivityRow, activities
from projections.activities.task_fold import TaskRow, tasks
from services.activities.commands import PlanTask
from services.gateway.api import answers
from services.gateway.api.commands import answer
from services.gateway.api.describing import page_of, problems, receipt_of, record_of
from services.gateway.api.parameters import PagedQuery
from services.gateway.api.parameters import Query as Parameters
from services.gateway.api.sending import header_of
from services.gateway.pages.tasks.quick import understood
from services.gateway.runtime import Runtime
from services.gateway.time_zone import end_of_day, zone_of
from services.gateway.viewer import viewer
from shared.commands import Line, problems_of
from shared.refusals import Invalid

router = APIRouter(prefix="/api/v1", tags=["activities"])
ROWS = (ActivityRow, TaskRow)


class ActivityQuery(PagedQuery):
    """Of which customer or deal, of which kind, by whom?"""

    customer_id: UUID | None = None
    deal_id: UUID | None = None
    kind: Literal["call", "mail", "meeting", "visit", "note"] | None = None
    owner_id: UUID | None = None


class TaskQuery(PagedQuery):
    """Which list, and whose?"""

    show: Literal["overdue", "today", "upcoming", "done"] = "upcoming"
    owner_id: UUID | None = None


class QuickTask(BaseModel):
    """A task in one line, such as “Call Anna tomorrow 15:00”."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Line


@router.get(
    "/activities", summary="Find activities", responses={200: page_of("ActivityRow"), **problems(422, 503)}
)
async def find_activities(request: Request, query: Annotated[ActivityQuery, Query()]) -> Response:
    """Newest first, of a customer, of a deal, or of either; those you may see."""
    runtime: Runtime = request.app.state.runtime
    see = viewer(request).where("activity", alias="a")
    found = await runtime.reader.ask(
        [activities],
        lambda connection: activity_list.find(connection, see=see, **query.wanted),
        **query.freshness,
    )
    return answers.page(request, found)


@router.get(
    "/activities/{activity_id}",
    summary="One activity",
    responses={200: record_of("ActivityRow"), **problems(404, 422, 503)},
)
async def one_activity(
    request: Request, activity_id: UUID, query: Annotated[Parameters, Query()]
) -> Response:
    """What was said and when; the ETag is the version to send as If-Match."""
    runtime: Runtime = request.app.state.runtime
    see = viewer(request).where("activity", alias="a")
    found = await runtime.reader.ask(
        [activities],
        lambda connection: activity_list.activity(connection, activity_id, see=see),
        **query.freshness,
    )
    return answers.record(request, found, what="activity", record_id=activity_id)


@router.get("/tasks", summary="Find tasks", responses={200: page_of("TaskRow"), **problems(422, 503)})
async def find_tasks(request: Request, query: Annotated[TaskQuery, Query()]) -> Response:
    """The most urgent first; your day ends at midnight of your time zone."""
    runtime: Runtime = request.app.state.runtime
    see, now = viewer(request).where("task", alias="t"), datetime.now(UTC)
    day = task_list.Day(now, end_of_day(now, zone_of(request)))
    owners = [query.owner_id] if query.owner_id else None
    found = await runtime.reader.ask(
        [tasks],
        lambda connection: task_list.find(
            connection,
            see=see,
            show=query.show,
            day=day,
            owners=owners,
            cursor=query.cursor,
            limit=query.limit,
        ),
        **query.freshness,
    )
    return answers.page(request, found)


@router.get(
    "/tasks/{task_id}", summary="One task", responses={200: record_of("TaskRow"), **problems(404, 422, 503)}
)
async def one_task(request: Request, task_id: UUID, query: Annotated[Parameters, Query()]) -> Response:
    """What is to be done and when; the ETag is the version to send as If-Match."""
    runtime: Runtime = request.app.state.runtime
    see = viewer(request).where("task", alias="t")
    found = await runtime.reader.ask(
        [tasks], lambda connection: task_list.task(connection, task_id, see=see), **query.freshness
    )
    return answers.record(request, found, what="task", record_id=task_id)


@router.post(
    "/tasks/quick-add",
    summary="Plan a task in one line",
    status_code=201,
    responses={201: receipt_of("Receipt", meaning="Planned."), **problems(400, 403, 415, 422, 503, 504)},
)
async def quick_add(request: Request, body: Annotated[QuickTask, Body()]) -> Response:
    """The day and time in it become when it is due, in your time zone; it is yours, with a reminder then."""
    header = header_of(request, "web" if request.headers.get("Hindsight-Source") == "web" else "api")
    said = understood(body.text, datetime.now(UTC), zone_of(request))
    try:
        command = PlanTask(
            task_id=uuid5(header.command_id, "task_id"),
            title=said.title,
            due_at=said.due_at,
            remind_at=said.due_at,
            owner_id=viewer(request).user_id,
        )
    except ValidationError as error:
        # Whatever is wrong, it was said in the one line.
        first = problems_of(error)[0]
        raise Invalid(problems=[{"field": "text", "problem": first["problem"]}]) from None
    runtime: Runtime = request.app.state.runtime
    receipt = await runtime.bus.call(command, msgspec.structs.replace(header, expected_version=None))
    return answer(receipt, PlanTask, HTTPStatus.CREATED)
