"""Which tasks has the reader, or their team, overdue, today, to come, and done?"""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.activities import task_list
from projections.activities.task_fold import tasks
from projections.identity.colleagues import colleagues, colleagues_of_all
from services.gateway.pages.answers import page
from services.gateway.pages.live import TASK_EVENTS
from services.gateway.pages.names import NAMING, Names
from services.gateway.pages.parameters import chosen
from services.gateway.time_zone import end_of_day, zone_of
from services.gateway.viewer import viewer

router = APIRouter()
READS = (tasks, colleagues_of_all, *NAMING)
SHOWS = ("today", "upcoming", "done")
WHOSE = ("mine", "team", "all")


@router.get("/tasks")
async def tasks_page(request: Request) -> Response:
    """Today (with what is overdue), to come, or done; mine, my team's, or everybody's."""
    return await page(
        request, "tasks/tasks.html", "tasks", lambda connection: _listed(request, connection), reads=READS
    )


def _listed(request: Request, connection: Connection) -> dict[str, Any]:
    who = viewer(request)
    show, whose = chosen(request, "show", SHOWS) or "today", chosen(request, "whose", WHOSE) or "mine"
    now = datetime.now(UTC)
    day = task_list.Day(now, end_of_day(now, zone_of(request)))
    see = who.where("task", alias="t")
    owners = _owners(whose, who.user_id, who.colleagues)
    parts = ("overdue", "today") if show == "today" else (show,)
    cursor = request.query_params.get("cursor") if len(parts) == 1 else None
    found = {
        part: task_list.find(
            connection, see=see, show=cast(task_list.Show, part), day=day, owners=owners, cursor=cursor
        )
        for part in parts
    }
    lines = [line for each in found.values() for line in each.items]
    names = Names(connection, who)
    named = (line.deal_id or line.customer_id for line in lines)
    names.learn({each for each in named if each} | {line.owner_id for line in lines if line.owner_id})
    return {
        "show": show,
        "whose": whose,
        "parts": {part: each.items for part, each in found.items()},
        "next_cursor": found[parts[-1]].next_cursor,
        "counts": task_list.counts(connection, see=see, day=day, owners=owners),
        "named": names.of,
        "now": now,
        "people": colleagues(connection),
        "me": who.user_id,
        "may_plan": who.level("task", "create") > 0,
        "live": " ".join(TASK_EVENTS),
    }


def _owners(whose: str, me: UUID | None, team: tuple[UUID, ...]) -> list[UUID] | None:
    if whose == "all" or me is None:
        return None
    return [me, *team] if whose == "team" else [me]
