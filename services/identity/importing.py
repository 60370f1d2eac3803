"""Which commands does an imported branch, team or user become?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from events.identity import branch_id
from services.identity.commands import (
    AddUser,
    ChangeUserEmail,
    FormTeam,
    GiveRoles,
    LeadTeam,
    MoveBranch,
    MoveTeam,
    OpenBranch,
    RenameBranch,
    RenameTeam,
    RenameUser,
    TransferUser,
)
from services.identity.undoing import BRANCHES, TEAMS, USERS
from services.identity.user import in_order
from shared.events import Event
from shared.importing import Importable, Record, Refers, Step, latest
from shared.refusals import Invalid


class BranchRecord(Record):
    """`code` is the key of the row; records of the branch carry it."""

    code: str
    name: str
    parent: str | None = None
    opened_at: datetime | None = None


class TeamRecord(Record):
    """`branch` is the code of the branch it belongs to."""

    name: str
    lead: Annotated[UUID | None, Refers("user")] = None
    formed_at: datetime | None = None


class UserRecord(Record):
    """`branch` is the code of the branch they work in, `roles` are keys of roles."""

    name: str
    email: str | None = None
    team: Annotated[UUID | None, Refers("team")] = None
    roles: tuple[str, ...] = ()
    added_at: datetime | None = None


def history_of_branch(stream_id: UUID, row: BranchRecord) -> list[Step]:
    if branch_id(row.code) != stream_id:
        raise Invalid(problems=[{"field": "code", "problem": "must be the key of the row"}])
    command = OpenBranch(code=row.code, name=row.name, parent=row.parent)
    return [Step("opened", command, row.opened_at)]


def changes_of_branch(_: UUID, row: BranchRecord, events: Sequence[Event]) -> list[Step]:
    steps = []
    if row.name != latest(events, "name"):
        steps.append(Step("renamed", RenameBranch(code=row.code, name=row.name)))
    if row.parent != latest(events, "parent"):
        steps.append(Step("moved", MoveBranch(code=row.code, parent=row.parent)))
    return steps


def history_of_team(team_id: UUID, row: TeamRecord) -> list[Step]:
    command = FormTeam(team_id=team_id, name=row.name, branch=row.branch, lead_id=row.lead)
    return [Step("formed", command, row.formed_at)]


def changes_of_team(team_id: UUID, row: TeamRecord, events: Sequence[Event]) -> list[Step]:
    steps = []
    if row.name != latest(events, "name"):
        steps.append(Step("renamed", RenameTeam(team_id=team_id, name=row.name)))
    if row.branch != latest(events, "branch"):
        steps.append(Step("moved", MoveTeam(team_id=team_id, branch=row.branch)))
    if row.lead != latest(events, "lead_id"):
        steps.append(Step("led", LeadTeam(team_id=team_id, lead_id=row.lead)))
    return steps


def history_of_user(user_id: UUID, row: UserRecord) -> list[Step]:
    command = AddUser(
        user_id=user_id,
        name=row.name,
        email=row.email,
        branch=row.branch or None,
        team_id=row.team,
        roles=row.roles,
    )
    return [Step("added", command, row.added_at)]


def changes_of_user(user_id: UUID, row: UserRecord, events: Sequence[Event]) -> list[Step]:
    steps = []
    if row.name != latest(events, "name"):
        steps.append(Step("renamed", RenameUser(user_id=user_id, name=row.name)))
    if row.email != latest(events, "email"):
        steps.append(Step("email", ChangeUserEmail(user_id=user_id, email=row.email)))
    if (row.branch, row.team) != (latest(events, "branch"), latest(events, "team_id")):
        transfer = TransferUser(user_id=user_id, branch=row.branch or None, team_id=row.team)
        steps.append(Step("transferred", transfer))
    if in_order(row.roles) != latest(events, "roles"):
        steps.append(Step("roles", GiveRoles(user_id=user_id, roles=row.roles)))
    return steps


def branch_now(events: Sequence[Event]) -> Mapping[str, Any]:
    """Field of the row → value."""
    return {field: latest(events, field) for field in ("code", "name", "parent")}


def team_now(events: Sequence[Event]) -> Mapping[str, Any]:
    """Field of the row → value."""
    return {
        "name": latest(events, "name"),
        "branch": latest(events, "branch"),
        "lead": latest(events, "lead_id"),
    }


def user_now(events: Sequence[Event]) -> Mapping[str, Any]:
    """Field of the row → value."""
    same = {field: latest(events, field) for field in ("name", "email", "branch", "roles")}
    return {**same, "team": latest(events, "team_id")}


IMPORTABLE = (
    Importable("branch", BranchRecord, history_of_branch, changes_of_branch, BRANCHES, branch_now),
    Importable("team", TeamRecord, history_of_team, changes_of_team, TEAMS, team_now),
    Importable("user", UserRecord, history_of_user, changes_of_user, USERS, user_now),
)
