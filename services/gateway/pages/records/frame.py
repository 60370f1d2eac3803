"""What stands around every record: quick actions, tasks, colleagues, tags, and whether it is in a panel?"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from events.activities import KINDS
from projections.activities import task_list
from projections.tagging.groups import offered
from projections.tagging.tags import tags
from services.gateway.known import Known
from services.gateway.language import language_of, translated
from services.gateway.pages import words
from services.gateway.pages.answers import fragment, page
from services.gateway.pages.formats import Formats
from services.gateway.pages.live import LIVE_EVENTS
from services.gateway.pages.records.fields import Reading
from services.gateway.viewer import viewer
from shared.projection import Projection

TASKS = 20
TAGS = 200


class Held(Protocol):
    """A record with an owner and a branch."""

    owner_id: UUID | None
    branch: str
    version: int


async def record_page(
    request: Request,
    template: str,
    section: str,
    question: Callable[[Connection], dict[str, Any]],
    reads: Sequence[Projection],
) -> Response:
    """The whole page, or what the side panel shows of it."""
    panel = request.query_params.get("panel") == "1"

    def told(connection: Connection) -> dict[str, Any]:
        return {**question(connection), "panel": panel}

    if panel:
        return await fragment(request, template.replace(".html", "_panel.html"), told, reads=reads)
    return await page(request, template, section, told, reads=reads)


def reading(request: Request, known: Known) -> Reading:
    """How values are shown to this reader."""
    language = language_of(request)
    people = {str(each.user_id): each.name for each in known.colleagues}
    return Reading(language, Formats(language), people)


def frame(
    request: Request,
    known: Known,
    thing: str,
    record_id: UUID,
    held: Held,
    about: dict[str, UUID],
) -> dict[str, Any]:
    """`about` is what a new activity or task concerns."""
    who = viewer(request)

    def may(what: str, action: str) -> bool:
        return who.may(what, action, owner_id=held.owner_id, branch=held.branch)

    see = who.where("task", alias="t")
    return {
        "thing": thing,
        "record_id": record_id,
        "about": {name: str(value) for name, value in about.items()},
        "open_tasks": task_list.of_record(known.connection, record_id, see=see, limit=TASKS),
        "now": datetime.now(UTC),
        "people": known.colleagues,
        "colleagues": known.colleagues,
        "log_kinds": [(kind, translated(language_of(request), words.word(kind)), None) for kind in KINDS],
        "me": who.user_id,
        "live_events": LIVE_EVENTS,
        "may_log": who.level("activity", "create") > 0,
        "may_plan": who.level("task", "create") > 0,
        "may_edit": may(thing, "edit"),
        "may_assign": may(thing, "assign"),
        "may_remove": may(thing, "remove"),
    }


def tagging(
    request: Request, connection: Connection, thing: str, held: Collection[str], groups: Collection[UUID]
) -> dict[str, Any]:
    """The tags and groups of a record, and those it could have."""
    who = viewer(request)
    if not who.shows(thing, "tags"):
        held, known = (), []
    else:
        known = [each.tag for each in tags(connection, thing, see=who.where(thing), limit=TAGS)]
    offers = offered(connection, see=who.where("view", alias="g")) if who.shows(thing, "groups") else []
    return {
        "tags": held,
        "known_tags": [tag for tag in known if tag not in held],
        "in_groups": [each for each in offers if each.group_id in groups],
        "other_groups": [each for each in offers if each.group_id not in groups],
    }
