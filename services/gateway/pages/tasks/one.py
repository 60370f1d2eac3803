"""What is one task about, when is it due, and what can be done with it?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.activities import task_list
from projections.activities.task_fold import tasks
from projections.identity.colleagues import colleagues_of_all
from services.gateway.pages.live import TASK_EVENTS
from services.gateway.pages.names import NAMING, Names
from services.gateway.pages.records.frame import record_page
from services.gateway.viewer import viewer
from shared.refusals import NotFound

router = APIRouter()
READS = (tasks, colleagues_of_all, *NAMING)


@router.get("/tasks/{task_id}")
async def task_page(request: Request, task_id: UUID) -> Response:
    """One task; with `?panel=1` for the side panel."""

    def question(connection: Connection) -> dict[str, Any]:
        who = viewer(request)
        found = task_list.task(connection, task_id, see=who.where("task", alias="t"))
        if found is None:
            raise NotFound(what="task", id=str(task_id))
        names = Names(connection, who)
        about = [named for each in (found.deal_id, found.customer_id) if each and (named := names.of(each))]
        owner = names.of(found.owner_id) if found.owner_id else None
        return {
            "task": found,
            "about": about,
            "owner": owner,
            "late": found.state == "open" and found.due_at is not None and found.due_at < datetime.now(UTC),
            "may_edit": who.may("task", "edit", owner_id=found.owner_id, branch=found.branch),
            "live_events": TASK_EVENTS,
        }

    return await record_page(request, "tasks/task.html", "tasks", question, READS)
