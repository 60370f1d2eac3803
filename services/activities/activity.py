"""What may happen to an activity once it is logged?"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.activities import (
    ActivityCorrected,
    ActivityEvent,
    ActivityLogged,
    ActivityRemoved,
    ActivityRestored,
    ColleagueMentioned,
)
from services.activities import commands
from shared.refusals import Refused


class ActivityAlreadyLogged(Refused):
    """There is already an activity with this id, logged with other details. Use a new id."""


class ActivityConcernsNobody(Refused):
    """An activity belongs to a customer or to a deal. Name one of them."""


class ActivityIsRemoved(Refused):
    """This activity was removed and stays as it is. Restore it first, then correct it."""


class Activity(msgspec.Struct, frozen=True):
    """An activity as its rules see one."""

    logged: ActivityLogged | None = None
    kind: str = ""
    subject: str = ""
    body: str = ""
    happened_at: datetime | None = None
    owner_id: UUID | None = None
    branch: str = ""
    customer_id: UUID | None = None
    deal_id: UUID | None = None
    removed: bool = False
    mentioned: tuple[UUID, ...] = ()


def log(activity: Activity, command: commands.LogActivity) -> list[ActivityEvent]:
    if command.customer_id is None and command.deal_id is None:
        raise ActivityConcernsNobody("customer_id")
    logged = ActivityLogged(**command.model_dump(exclude={"activity_id", "mentions"}))
    if activity.logged is None:
        about = {"customer_id": command.customer_id, "deal_id": command.deal_id}
        return [logged, *_mentions(activity, command.mentions, about)]
    if activity.logged == logged:
        return []
    raise ActivityAlreadyLogged("activity_id")


def correct(activity: Activity, command: commands.CorrectActivity) -> list[ActivityEvent]:
    if activity.removed:
        raise ActivityIsRemoved
    said = (command.kind, command.subject, command.body, command.happened_at)
    about = {"customer_id": activity.customer_id, "deal_id": activity.deal_id}
    mentions = _mentions(activity, command.mentions, about)
    if said == (activity.kind, activity.subject, activity.body, activity.happened_at):
        return mentions
    corrected = ActivityCorrected(
        kind=command.kind,
        subject=command.subject,
        body=command.body,
        happened_at=command.happened_at,
        **about,
    )
    return [corrected, *mentions]


def _mentions(
    activity: Activity, users: Iterable[UUID], about: Mapping[str, UUID | None]
) -> list[ActivityEvent]:
    """Those who were not named before."""
    new = [each for each in dict.fromkeys(users) if each not in activity.mentioned]
    return [ColleagueMentioned(user_id=each, **about) for each in new]


def remove(activity: Activity, command: commands.RemoveActivity) -> list[ActivityEvent]:
    if activity.removed:
        return []
    about = {"customer_id": activity.customer_id, "deal_id": activity.deal_id}
    return [ActivityRemoved(reason=command.reason, **about)]


def restore(activity: Activity, _: commands.RestoreActivity) -> list[ActivityEvent]:
    if not activity.removed or activity.happened_at is None:
        return []
    about = {"customer_id": activity.customer_id, "deal_id": activity.deal_id}
    return [ActivityRestored(kind=activity.kind, happened_at=activity.happened_at, **about)]


def evolve(activity: Activity, event: ActivityEvent) -> Activity:
    match event:
        case ActivityLogged():
            return Activity(event, **msgspec.structs.asdict(event))
        case ActivityCorrected():
            return replace(
                activity,
                kind=event.kind,
                subject=event.subject,
                body=event.body,
                happened_at=event.happened_at,
            )
        case ActivityRemoved() | ActivityRestored():
            return replace(activity, removed=isinstance(event, ActivityRemoved))
        case ColleagueMentioned(user_id=user_id):
            return replace(activity, mentioned=(*activity.mentioned, user_id))
        case _:
            assert_never(event)
