"""How do the log and the read models stand, and what can an operator do about it?"""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services import product
from services.gateway.language import language_of, translated
from services.gateway.operating.operator import View
from services.gateway.pages.answers import fragment, page, runtime
from shared.marks import N_
from shared.projector.checkpoints import POLICY
from shared.status import groups
from shared.status.groups import Group
from shared.status.rebuilds import Rebuild

router = APIRouter()
PARKED = 50
ALARMS = {
    "watermark_stalled": N_("Watermark stalled"),
    "relay_behind": N_("Relay behind"),
    "projection_behind": N_("Read models behind"),
    "parked_share": N_("Parked events"),
    "gap_healed": N_("Gap healed"),
}
STATES = {
    "serving": (N_("Serving"), "good"),
    "filling": (N_("Filling"), "accent"),
    "rebuilding": (N_("Rebuilding"), "accent"),
    "verified": (N_("Verified"), "accent"),
    "previous": (N_("Previous"), "plain"),
    "paused": (N_("Paused"), "warn"),
    "stopped": (N_("Stopped"), "bad"),
}
PHASES = {
    "folding": N_("folding"),
    "indexing": N_("indexing"),
    "catching up": N_("catching up"),
    "verifying": N_("verifying"),
    "rolling back": N_("rolling back"),
}
ACTIONS = {
    "pause": N_("Pause"),
    "resume": N_("Resume"),
    "rebuild": N_("Rebuild"),
    "verify": N_("Verify"),
    "rollback": N_("Roll back"),
}
TASKS = {"running": (N_("running"), "accent"), "done": (N_("done"), "good"), "failed": (N_("failed"), "bad")}


class Line(NamedTuple):
    """A build as one row; `parts` are its partitions where they do not stand alike.

    `rebuild` is the one that is to replace it, which has no positions of its own until it follows the log.
    """

    build: Group
    state: str
    parts: list[Group]
    actions: list[str]
    rebuild: Rebuild | None


@router.get("/operations")
async def operations(request: Request) -> Response:
    """The operations page."""
    return await page(request, "operations.html", "operations", lambda _: _shown(request), reads=())


@router.get("/operations/standing")
async def standing(request: Request) -> Response:
    """What changes on that page."""
    return await fragment(request, "operations_standing.html", lambda _: _shown(request), reads=())


def _shown(request: Request) -> dict[str, Any]:
    view, language = runtime(request).operator.view(), language_of(request)
    return {
        "standing": view.standing,
        "alarms": [(each.name, each.sentence(partial(translated, language))) for each in view.alarms],
        "lines": lines(view),
        "parked": view.parked[:PARKED],
        "parked_count": len(view.parked),
        "tasks": view.tasks,
        "titles": ALARMS,
        "states": STATES,
        "phases": PHASES,
        "actions": ACTIONS,
        "task_states": TASKS,
    }


def lines(view: View) -> list[Line]:
    """One for each build."""
    found = groups.builds(view.standing.read_models)
    alike = groups.alike(view.standing.read_models)
    rebuilds = {one.name: one for one in view.standing.rebuilds}
    replaced = {build.name for build in found if build.state == "previous"}
    told = [
        Line(
            build,
            _state(build),
            _parts(build, alike),
            _actions(build, replaced),
            rebuilds.get(build.name) if build.state == "serving" else None,
        )
        for build in found
    ]
    return sorted(told, key=_place)


def _place(line: Line) -> tuple[bool, str, bool]:
    """Read models by name, what serves first; policies last."""
    build = line.build
    return build.name.startswith(POLICY), build.name, build.state != "serving"


def _state(build: Group) -> str:
    if build.state != "previous" and build.error:
        return "stopped"
    return "paused" if build.paused else build.state


def _parts(build: Group, alike: Sequence[Group]) -> list[Group]:
    own = [
        part
        for part in alike
        if (part.name, part.version, part.generation) == (build.name, build.version, build.generation)
    ]
    return own if len(own) > 1 else []


def _actions(build: Group, replaced: set[str]) -> list[str]:
    """What may be done to it; a build beside the one that serves has no actions of its own."""
    if build.state != "serving":
        return []
    follow = "resume" if build.paused or build.error else "pause"
    if build.name not in {projection.name for projection in product.PROJECTIONS}:
        return [follow]
    return [follow, "rebuild", "verify", *(["rollback"] if build.name in replaced else [])]
