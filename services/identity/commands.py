"""What can be asked about branches, teams, users and roles?"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.commands import Command, Line
from shared.mail_addresses import Email

RoleKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
Right = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,50}\.[a-z0-9_]{1,100}$")]
Reach = Literal["own", "team", "branch", "all"]
FieldRule = Literal["hidden", "read"]
Roles = Annotated[tuple[RoleKey, ...], Field(max_length=20)]
Grants = Annotated[dict[Right, Reach], Field(max_length=300)]
FieldRules = Annotated[dict[Right, FieldRule], Field(max_length=300)]


class OpenBranch(Command):
    """`code` stands in every record of the branch and can not be changed later."""

    code: Line
    name: Line
    parent: Line | None = None


class RenameBranch(Command):
    code: Line
    name: Line


class MoveBranch(Command):
    """Put the branch below another; without a parent it stands at the top."""

    code: Line
    parent: Line | None


class CloseBranch(Command):
    """Nobody is transferred there any more; its records and people stay where they are."""

    code: Line


class ReopenBranch(Command):
    code: Line


class FormTeam(Command):
    team_id: UUID
    name: Line
    branch: Line
    lead_id: UUID | None = None


class RenameTeam(Command):
    team_id: UUID
    name: Line


class LeadTeam(Command):
    """Say who leads the team; None: nobody."""

    team_id: UUID
    lead_id: UUID | None


class MoveTeam(Command):
    team_id: UUID
    branch: Line


class DissolveTeam(Command):
    team_id: UUID


class ReviveTeam(Command):
    team_id: UUID


class AddUser(Command):
    """A colleague; signing in needs an e-mail address and a password or another credential."""

    user_id: UUID
    name: Line
    email: Email | None = None
    branch: Line | None = None
    team_id: UUID | None = None
    roles: Roles = ()


class RenameUser(Command):
    user_id: UUID
    name: Line


class ChangeUserEmail(Command):
    user_id: UUID
    email: Email | None


class TransferUser(Command):
    """Their records stay where they are."""

    user_id: UUID
    branch: Line | None
    team_id: UUID | None = None


class GiveRoles(Command):
    """All the roles they have from now on; the widest of each right counts."""

    user_id: UUID
    roles: Roles


class DeactivateUser(Command):
    """They can not sign in any more; their records and their history stay."""

    user_id: UUID


class ReactivateUser(Command):
    user_id: UUID


class DefineRole(Command):
    """`grants`: `<object>.<action>` → how far. `fields`: `<object>.<field>` → hidden or read only."""

    key: RoleKey
    name: Line
    grants: Grants = Field(default={})
    fields: FieldRules = Field(default={})
    second_factor: bool = False


class ChangeRole(Command):
    key: RoleKey
    name: Line
    grants: Grants
    fields: FieldRules = Field(default={})
    second_factor: bool = False


class RetireRole(Command):
    """It gives no rights any more, and nobody can be given it."""

    key: RoleKey


class ReinstateRole(Command):
    key: RoleKey
