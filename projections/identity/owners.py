"""In which branch is whoever is to own a record? Pure: rules of other contexts consult it."""

from typing import Any
from uuid import UUID

import msgspec

from events.identity import UserAdded, UserTransferred
from events.sales import AgentJoined, AgentTransferred
from shared.aggregate import Aggregate, Consulted


class Owner(msgspec.Struct, frozen=True):
    """A user, or a sales agent of old, as the rules about records see one."""

    branch: str = ""


NOBODY = Owner()
USERS = (UserAdded, AgentJoined)
"""What a record's owner begins with: until 2026-11 they were sales agents."""


def evolve(owner: Owner, event: Any) -> Owner:
    """What else happens to a user does not concern their records."""
    match event:
        case UserAdded(branch=branch) | UserTransferred(branch=branch):
            return Owner(branch)
        case AgentJoined(office=branch) | AgentTransferred(office=branch):
            return Owner(branch)
        case _:
            return owner


OWNER = Aggregate(name="owner", initial=NOBODY, evolve=evolve)


def owner_of(command: Any) -> dict[str, Consulted]:
    """Whom a rule must know of to place a record: nobody where its branch is named."""
    if command.owner_id is None or command.branch is not None:
        return {}
    return {"owner": Consulted(command.owner_id, OWNER)}


def placed(
    owner_id: UUID | None, branch: str | None, owner: Owner, last_owner_id: UUID | None, last_branch: str
) -> str:
    """The branch of a record that is assigned: it follows a new owner, unless a branch is named."""
    if branch is not None:
        return branch
    return last_branch if owner_id in (None, last_owner_id) else owner.branch
