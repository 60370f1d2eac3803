"""Which command concerns which branch, team, user or role?"""

from functools import partial
from operator import attrgetter
from typing import Any

from events.identity import BRANCH_TREE, TeamFormed, branch_id, role_id
from projections.identity.access import Access
from projections.identity.owners import USERS
from services.identity import branch, commands, consulted, joining, role, team, user
from services.identity.aggregates import BRANCH, ROLE, TEAM, TREE, USER
from services.identity.giving import Giving
from services.identity.noting import note_rights
from services.identity.sign_in import add_sign_in
from services.identity.widening import Widening
from shared.application import Application, Joined, Reference, Right
from shared.log.log import Log


def identity(log: Log, directory: Access | None = None) -> Application:
    """The identity service: who works here, where, and with which rights, kept in this log."""
    app = Application("identity", log, directory, note_rights)
    widening, giving = Widening(directory), Giving(directory)
    _branches(app, widening)
    _teams(app, widening)
    _users(app, giving)
    _roles(app, giving)
    add_sign_in(app)
    return app


def _branches(app: Application, widening: Widening) -> None:
    handles = partial(app.handles, aggregate=BRANCH, stream=_code)
    create, edit, remove = (Right("branch", action) for action in ("create", "edit", "remove"))
    handles(
        commands.OpenBranch,
        right=create,
        decide=branch.open_branch,
        creates=True,
        joins=_tree,
        gives=widening.by_placing,
    )
    handles(commands.RenameBranch, right=edit, decide=branch.rename)
    handles(commands.MoveBranch, right=edit, decide=branch.move, joins=_tree, gives=widening.by_placing)
    handles(commands.CloseBranch, right=remove, decide=branch.close)
    handles(commands.ReopenBranch, right=remove, decide=branch.reopen)


def _teams(app: Application, widening: Widening) -> None:
    handles = partial(app.handles, aggregate=TEAM, stream=attrgetter("team_id"))
    create, edit, remove = (Right("team", action) for action in ("create", "edit", "remove"))
    handles(
        commands.FormTeam,
        right=create,
        decide=team.form,
        creates=True,
        refers=_leader,
        consults=consulted.place,
        gives=widening.by_forming,
    )
    handles(commands.RenameTeam, right=edit, decide=team.rename)
    handles(commands.LeadTeam, right=edit, decide=team.lead, refers=_leader, gives=widening.by_leading)
    handles(
        commands.MoveTeam,
        right=edit,
        decide=team.move,
        consults=consulted.place,
        gives=widening.by_moving_a_team,
    )
    handles(commands.DissolveTeam, right=remove, decide=team.dissolve)
    handles(commands.ReviveTeam, right=remove, decide=team.revive, gives=widening.by_reviving)


def _users(app: Application, giving: Giving) -> None:
    handles = partial(app.handles, aggregate=USER, stream=attrgetter("user_id"))
    create, edit, remove = (Right("user", action) for action in ("create", "edit", "remove"))
    assign, administer = Right("user", "assign"), Right("user", "administer")
    handles(
        commands.AddUser,
        right=create,
        decide=user.add,
        creates=True,
        refers=_teammates,
        consults=consulted.added,
        joins=joining.adding,
        gives=giving.to_a_new_user,
    )
    handles(commands.RenameUser, right=edit, decide=user.rename)
    handles(
        commands.ChangeUserEmail,
        right=edit,
        decide=user.change_email,
        consults=consulted.held,
        joins=joining.changing_email,
        gives=giving.to_a_user,
    )
    handles(
        commands.TransferUser,
        right=assign,
        decide=user.transfer,
        refers=_teammates,
        consults=consulted.moved,
        gives=giving.at_another_place,
    )
    handles(
        commands.GiveRoles,
        right=administer,
        decide=user.give_roles,
        consults=consulted.given,
        joins=joining.giving_roles,
        gives=giving.to_a_user,
    )
    handles(commands.DeactivateUser, right=remove, decide=user.deactivate, joins=joining.deactivating)
    handles(
        commands.ReactivateUser,
        right=remove,
        decide=user.reactivate,
        consults=consulted.held,
        joins=joining.reactivating,
        gives=giving.to_a_user,
    )


def _roles(app: Application, giving: Giving) -> None:
    handles = partial(app.handles, aggregate=ROLE, right=Right("role", "administer"), stream=_key)
    handles(commands.DefineRole, decide=role.define, creates=True, gives=giving.by_defining)
    handles(commands.ChangeRole, decide=role.change, gives=giving.by_defining)
    handles(commands.RetireRole, decide=role.retire)
    handles(commands.ReinstateRole, decide=role.reinstate, gives=giving.by_reinstating)


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
