"""Which commands set a branch, a team or a user back to what it was?"""

from collections.abc import Iterator
from uuid import UUID

from events.identity import BranchOpened, TeamFormed, UserAdded
from services.identity import commands
from services.identity.aggregates import BRANCH, TEAM, USER
from services.identity.branch import Branch
from services.identity.team import Team
from services.identity.user import User
from shared.commands import Command
from shared.undoing import Undoable


def set_back_branch(_: UUID, now: Branch, then: Branch) -> list[Command]:
    code = now.opening.code if now.opening else ""
    steps: list[Command] = []
    if now.closed and not then.closed:
        steps.append(commands.ReopenBranch(code=code))
    if now.name != then.name:
        steps.append(commands.RenameBranch(code=code, name=then.name))
    if now.parent != then.parent:
        steps.append(commands.MoveBranch(code=code, parent=then.parent))
    if then.closed and not now.closed:
        steps.append(commands.CloseBranch(code=code))
    return steps


def set_back_team(team_id: UUID, now: Team, then: Team) -> list[Command]:
    steps: list[Command] = []
    if now.dissolved and not then.dissolved:
        steps.append(commands.ReviveTeam(team_id=team_id))
    if now.name != then.name:
        steps.append(commands.RenameTeam(team_id=team_id, name=then.name))
    if now.branch != then.branch:
        steps.append(commands.MoveTeam(team_id=team_id, branch=then.branch))
    if now.lead_id != then.lead_id:
        steps.append(commands.LeadTeam(team_id=team_id, lead_id=then.lead_id))
    if then.dissolved and not now.dissolved:
        steps.append(commands.DissolveTeam(team_id=team_id))
    return steps


def set_back_user(user_id: UUID, now: User, then: User) -> list[Command]:
    steps: list[Command] = []
    if now.inactive and not then.inactive:
        steps.append(commands.ReactivateUser(user_id=user_id))
    steps.extend(_described(user_id, now, then))
    if then.inactive and not now.inactive:
        steps.append(commands.DeactivateUser(user_id=user_id))
    return steps


def _described(user_id: UUID, now: User, then: User) -> Iterator[Command]:
    if now.name != then.name:
        yield commands.RenameUser(user_id=user_id, name=then.name)
    if now.email != then.email:
        yield commands.ChangeUserEmail(user_id=user_id, email=then.email)
    if (now.branch, now.team_id) != (then.branch, then.team_id):
        yield commands.TransferUser(user_id=user_id, branch=then.branch or None, team_id=then.team_id)
    if now.roles != then.roles:
        yield commands.GiveRoles(user_id=user_id, roles=then.roles)


BRANCHES = Undoable(
    BRANCH,
    begins=BranchOpened,
    aspects={"name": ("name",), "parent": ("parent",)},
    gone="closed",
    set_back=set_back_branch,
)
TEAMS = Undoable(
    TEAM,
    begins=TeamFormed,
    aspects={"name": ("name",), "branch": ("branch",), "lead": ("lead_id",)},
    gone="dissolved",
    set_back=set_back_team,
)
USERS = Undoable(
    USER,
    begins=UserAdded,
    aspects={
        "name": ("name",),
        "email": ("email",),
        "branch and team": ("branch", "team_id"),
        "roles": ("roles",),
    },
    gone="inactive",
    set_back=set_back_user,
)
