"""Which command concerns which branch, team, user or role?"""

from functools import partial
from operator import attrgetter
from typing import Any

from events.identity import BRANCH_TREE, TeamFormed, branch_id, role_id
from projections.identity.owners import USERS
from services.identity import branch, commands, joining, role, team, user
from services.identity.sign_in import add_sign_in
from shared.application import Aggregate, Application, Consulted, Joined, Owned, Reference, Right
from shared.log.log import Log
from shared.rights.directory import Directory

BRANCH = Aggregate(
    name="branch",
    initial=branch.Branch(),
    evolve=branch.evolve,
    whose=lambda state: Owned(None, state.opening.code if state.opening else ""),
)
TREE = Aggregate(name="branches", initial=branch.Tree(), evolve=branch.grow)
TEAM = Aggregate(
    name="team",
    initial=team.Team(),
    evolve=team.evolve,
    whose=lambda state: Owned(state.lead_id, state.branch),
)
USER = Aggregate(
    name="user", initial=user.User(), evolve=user.evolve, whose=lambda state: Owned(None, state.branch)
)
ROLE = Aggregate(name="role", initial=role.Role(), evolve=role.evolve)


def identity(log: Log, directory: Directory | None = None) -> Application:
    """The identity service: who works here, where, and with which rights, kept in this log."""
    app = Application("identity", log, directory)
    _branches(app)
    _teams(app)
    _users(app)
    _roles(app)
    add_sign_in(app)
    return app


def _branches(app: Application) -> None:
    handles = partial(app.handles, aggregate=BRANCH, stream=_code)
    create, edit, remove = (Right("branch", action) for action in ("create", "edit", "remove"))
    handles(commands.OpenBranch, right=create, decide=branch.open_branch, creates=True, joins=_tree)
    handles(commands.RenameBranch, right=edit, decide=branch.rename)
    handles(commands.MoveBranch, right=edit, decide=branch.move, joins=_tree)
    handles(commands.CloseBranch, right=remove, decide=branch.close)
    handles(commands.ReopenBranch, right=remove, decide=branch.reopen)


def _teams(app: Application) -> None:
    handles = partial(app.handles, aggregate=TEAM, stream=attrgetter("team_id"))
    create, edit, remove = (Right("team", action) for action in ("create", "edit", "remove"))
    handles(commands.FormTeam, right=create, decide=team.form, creates=True, refers=_leader, consults=_place)
    handles(commands.RenameTeam, right=edit, decide=team.rename)
    handles(commands.LeadTeam, right=edit, decide=team.lead, refers=_leader)
    handles(commands.MoveTeam, right=edit, decide=team.move, consults=_place)
    handles(commands.DissolveTeam, right=remove, decide=team.dissolve)
    handles(commands.ReviveTeam, right=remove, decide=team.revive)


def _users(app: Application) -> None:
    handles = partial(app.handles, aggregate=USER, stream=attrgetter("user_id"))
    create, edit, remove = (Right("user", action) for action in ("create", "edit", "remove"))
    assign, administer = Right("user", "assign"), Right("user", "administer")
    handles(
        commands.AddUser,
        right=create,
        decide=user.add,
        creates=True,
        refers=_teammates,
        consults=_added,
        joins=joining.adding,
    )
    handles(commands.RenameUser, right=edit, decide=user.rename)
    handles(commands.ChangeUserEmail, right=edit, decide=user.change_email, joins=joining.changing_email)
    handles(commands.TransferUser, right=assign, decide=user.transfer, refers=_teammates, consults=_joined)
    handles(
        commands.GiveRoles,
        right=administer,
        decide=user.give_roles,
        consults=_given,
        joins=joining.giving_roles,
    )
    handles(commands.DeactivateUser, right=remove, decide=user.deactivate, joins=joining.deactivating)
    handles(commands.ReactivateUser, right=remove, decide=user.reactivate, joins=joining.reactivating)


def _roles(app: Application) -> None:
    handles = partial(app.handles, aggregate=ROLE, right=Right("role", "administer"), stream=_key)
    handles(commands.DefineRole, decide=role.define, creates=True)
    handles(commands.ChangeRole, decide=role.change)
    handles(commands.RetireRole, decide=role.retire)
    handles(commands.ReinstateRole, decide=role.reinstate)


def _code(command: Any) -> Any:
    return branch_id(command.code)


def _key(command: Any) -> Any:
    return role_id(command.key)


def _tree(_: branch.Branch, command: commands.OpenBranch | commands.MoveBranch) -> list[Joined]:
    return [Joined(BRANCH_TREE, TREE, partial(branch.place, code=command.code, parent=command.parent))]


def _leader(command: commands.FormTeam | commands.LeadTeam) -> dict[str, Reference]:
    return {"lead_id": Reference(command.lead_id, USERS, "user")}


def _teammates(command: commands.AddUser | commands.TransferUser) -> dict[str, Reference]:
    return {"team_id": Reference(command.team_id, TeamFormed, "team")}


def _place(_: team.Team, command: commands.FormTeam | commands.MoveTeam) -> dict[str, Consulted]:
    return {"place": Consulted(branch_id(command.branch), BRANCH)}


def _added(state: user.User, command: commands.AddUser) -> dict[str, Consulted]:
    return {**_joined(state, command), **_given(state, command)}


def _joined(_: user.User, command: commands.AddUser | commands.TransferUser) -> dict[str, Consulted]:
    places = {"place": Consulted(branch_id(command.branch), BRANCH)} if command.branch else {}
    teams = {"team": Consulted(command.team_id, TEAM)} if command.team_id else {}
    return {**places, **teams}


def _given(_: user.User, command: commands.AddUser | commands.GiveRoles) -> dict[str, Consulted]:
    return {f"{user.ROLE}{key}": Consulted(role_id(key), ROLE) for key in command.roles}
