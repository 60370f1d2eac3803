"""Which changes of rights are told to those who watch over the installation?"""

from events.identity import (
    RoleChanged,
    RoleDefined,
    RoleReinstated,
    RoleRetired,
    UserAdded,
    UserDeactivated,
    UserReactivated,
    UserRolesChanged,
    UserTransferred,
)
from shared.events import event_name
from shared.records import Commit
from shared.rights.actors import person
from shared.telemetry.logs import logger

_RIGHTS = (
    UserAdded,
    UserRolesChanged,
    UserTransferred,
    UserDeactivated,
    UserReactivated,
    RoleDefined,
    RoleChanged,
    RoleRetired,
    RoleReinstated,
)
_log = logger("hindsight.security")


def note_rights(commit: Commit) -> None:
    """One line for each change that somebody made; what it was stands in the log of events."""
    if person(commit.header.actor) is None:
        return
    for event in commit.events:
        if isinstance(event, _RIGHTS):
            _log.warning(
                "rights changed",
                by=commit.header.actor,
                change=event_name(type(event)),
                concerns=str(commit.stream_id),
                roles=getattr(event, "roles", None),
            )
