"""What does the reader begin the day with?"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from projections.activities.task_fold import tasks
from projections.history.record_index import record_index
from projections.sales.deal_list import deal_list
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline_list
from services.gateway.known import Known
from services.gateway.pages.answers import fragment, page
from services.gateway.pages.home.agenda import due_tasks, open_deals
from services.gateway.pages.home.first_steps import Stand, first_steps
from services.gateway.pages.search import LOOKED_UP, recent
from services.gateway.pages.stage_names import stage_names
from services.gateway.time_zone import zone_of
from services.gateway.viewer import viewer
from shared.rights.principal import Principal

router = APIRouter()
READS = (tasks, deal_list, pipeline_list, pipeline_stages, record_index)
HOME = "/home"
NO_STEPS = "first_steps"
LIVE = (
    *(
        "activities.TaskPlanned",
        "activities.TaskDone",
        "activities.TaskRescheduled",
        "activities.TaskReassigned",
    ),
    *("sales.DealOpened", "sales.DealMoved", "sales.DealWon", "sales.DealLost", "sales.DealAssigned"),
)


@router.get("/")
async def start(request: Request) -> Response:
    """The work starts where the reader likes it to."""
    preferred = getattr(request.scope.get("preferences"), "home", "")
    return RedirectResponse(preferred if preferred not in ("", "/") else HOME)


@router.get(HOME)
async def home(request: Request) -> Response:
    """Tasks, deals, what was looked at last, and the first steps."""
    who = viewer(request)
    now, tomorrow = _day(request)

    def question(connection: Connection) -> dict[str, Any]:
        return {
            "due": due_tasks(connection, who, now, tomorrow),
            "deals": open_deals(connection, who),
            "stage_names": stage_names(request, Known(connection)),
            "steps": _steps(request, connection, who),
            "hour": now.hour,
            "live_events": LIVE,
        }

    return await page(request, "home/home.html", "home", question, reads=READS)


@router.get("/home/recent")
async def recently(request: Request) -> Response:
    """The records the reader looked at last, whose ids their browser kept."""
    ids = request.query_params.getlist("id")[:LOOKED_UP]

    def question(connection: Connection) -> dict[str, Any]:
        return {"results": recent(request, connection, ids)}

    return await fragment(request, "home/recent.html", question, reads=(record_index,))


def _steps(request: Request, connection: Connection, who: Principal) -> list[Stand]:
    """While there are some left, unless the reader hid them; all of them where they are asked for."""
    asked = "steps" in request.query_params
    # Who hid them does not wait for how they stand: on a large log that is a look at every customer.
    if not asked and request.cookies.get(NO_STEPS) == "hidden":
        return []
    steps = first_steps(connection, who)
    return steps if asked or any(not stand.done for stand in steps) else []


def _day(request: Request) -> tuple[datetime, datetime]:
    """Now, and when the reader's day ends."""
    zone = zone_of(request)
    now = datetime.now(UTC).astimezone(zone)
    return now, datetime.combine(now.date() + timedelta(days=1), time(), zone)
