"""What happened to a record, as sentences, with the way back where there is one?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.configuration.custom_fields import custom_fields
from projections.customers.directory_fold import customer_directory
from projections.history.related_records import related_records
from projections.history.timeline import Wanted, timeline, visible
from projections.identity.branches import all_branches
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline_list
from services.gateway.known import Known
from services.gateway.language import language_of
from services.gateway.pages.answers import fragment, runtime
from services.gateway.pages.event_words import CHANGES, UNTOLD
from services.gateway.pages.names import NAMING, Names
from services.gateway.pages.parameters import chosen, identity
from services.gateway.pages.records.changes import changes, pipelines_before
from services.gateway.pages.sentences import Moment, Teller
from services.gateway.pages.stage_names import stage_names
from services.gateway.undoing.inverse import inverse
from services.gateway.undoing.kinds import kind_of
from services.gateway.viewer import viewer
from shared.events import Unreadable, event_classes, event_name
from shared.marks import N_
from shared.records import Recorded
from shared.refusals import NotFound, Refused
from shared.rights.principal import Principal

router = APIRouter()
READS = (
    related_records,
    custom_fields,
    customer_directory,
    colleagues_of_all,
    all_teams,
    all_branches,
    pipeline_list,
    pipeline_stages,
    *NAMING,
)
"""What the history of a record is told from, and so are the pages it is on."""
ENTRIES, MOST = 30, 500
LONGEST = 200
"""A record with more events offers no way back beside each: finding them out would take too long."""
SHOWS = {
    "contacts": N_("Calls, mails, meetings, visits, notes"),
    "tasks": N_("Tasks"),
    "changes": N_("Only changes"),
}
PERIODS = {"7": N_("Last 7 days"), "30": N_("Last 30 days"), "90": N_("Last 90 days"), "365": N_("Last year")}


@router.get("/timeline/{stream_id}")
async def older(
    request: Request, stream_id: UUID, before: Annotated[int | None, Query(ge=0, le=2**63 - 1)] = None
) -> Response:
    """What happened before that position, or from the newest on, as the filters want it."""

    def question(connection: Connection) -> dict[str, Any]:
        if not visible(connection, [stream_id], viewer(request)):
            raise NotFound(what="record", id=str(stream_id))
        return history(request, Known(connection), stream_id, before)

    return await fragment(request, "records/timeline_entries.html", question, reads=READS)


def history(request: Request, known: Known, stream_id: UUID, before: int | None = None) -> dict[str, Any]:
    """The newest moments of a record, told in the reader's language, and the way to older ones."""
    who, log = viewer(request), runtime(request).log
    limit = ENTRIES if before is not None else _entries(request)
    wanted, connection = _wanted(request), known.connection
    found = timeline(connection, log, stream_id, who=who, wanted=wanted, before=before, limit=limit)
    names = Names(connection, who)
    names.learn({record.stream_id for record in found.items})
    whole = log.histories({record.stream_id for record in found.items}) if found.items else {}
    changed = {each: changes(records) for each, records in whole.items()}
    teller = Teller(
        language_of(request),
        names,
        stream_id,
        who,
        labels(request, known),
        stage_names(request, known),
    )
    before_it = {each: pipelines_before(records) for each, records in whole.items()}
    told = (
        (
            record,
            teller.tell(
                record,
                changed[record.stream_id].get(record.version, ()),
                before_it[record.stream_id].get(record.version),
            ),
        )
        for record in found.items
    )
    moments = [_with_undo(moment, record, whole[record.stream_id], who) for record, moment in told if moment]
    query = "&".join(
        f"{name}={request.query_params[name]}" for name in _FILTERS if name in request.query_params
    )
    last = found.next_cursor
    return {
        "moments": moments,
        "older": f"/timeline/{stream_id}?before={last}&{query}" if last else None,
        "streams": sorted({str(stream_id), *map(str, whole)}),
        "timeline_of": stream_id,
        "timeline_people": known.everyone if before is None else [],
        "timeline_shows": SHOWS,
        "timeline_periods": PERIODS,
    }


_FILTERS = ("show", "person", "days")
_CONTACTS = [event_name(cls) for cls in event_classes() if event_name(cls).startswith("activities.Activity")]
_TASKS = [event_name(cls) for cls in event_classes() if event_name(cls).startswith("activities.Task")]


def _entries(request: Request) -> int:
    """As many as the reader sees already, so that a page shown anew loses none."""
    asked = request.query_params.get("entries", "")
    return min(max(int(asked), ENTRIES), MOST) if asked.isdecimal() and len(asked) <= 4 else ENTRIES


def _wanted(request: Request) -> Wanted:
    show, days = chosen(request, "show", SHOWS), chosen(request, "days", PERIODS)
    person = identity(request, "person")
    without: Sequence[str] = UNTOLD
    if show == "contacts":
        without = (*UNTOLD, *_TASKS)
    elif show == "tasks":
        without = (*UNTOLD, *_CONTACTS)
    elif show == "changes":
        without = [name for name in map(event_name, event_classes()) if name not in CHANGES | _STEPS]
    return Wanted(
        without=tuple(without),
        contexts=("activities",) if show in ("contacts", "tasks") else (),
        actor=str(person) if person else None,
        since=datetime.now(UTC) - timedelta(days=int(days)) if days else None,
    )


_STEPS = frozenset({"customers.LifecycleChanged", "sales.DealMoved", "sales.DealTransferred"})


def labels(request: Request, known: Known) -> dict[str, str]:
    language = language_of(request)
    defined = [each for thing in ("customer", "deal") for each in known.all_definitions(thing)]
    return {each.key: each.named(language) for each in defined}


def _with_undo(
    moment: Moment, record: Recorded[Any], whole: Sequence[Recorded[Any]], who: Principal
) -> Moment:
    told = len(whole) <= LONGEST and not any(isinstance(each.event, Unreadable) for each in whole)
    kind = kind_of(whole) if told else None
    if kind is None or record is _not_last_of_its_command(record, whole):
        return moment
    state = kind.aggregate.fold(whole)
    owned = kind.aggregate.whose(state) if kind.aggregate.whose else None
    if owned is None or not who.may(
        kind.aggregate.name, "edit", owner_id=owned.owner_id, branch=owned.branch
    ):
        return moment
    try:
        inverse(kind, record.stream_id, whole, record.envelope.command_id)
    except Refused:
        return moment
    return moment._replace(undoes=record.envelope.command_id)


def _not_last_of_its_command(record: Recorded[Any], whole: Sequence[Recorded[Any]]) -> Recorded[Any] | None:
    following = whole[record.version] if record.version < len(whole) else None
    same = following is not None and following.envelope.command_id == record.envelope.command_id
    return record if same else None
