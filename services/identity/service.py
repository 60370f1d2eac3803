"""Which calls does the identity service take over RabbitMQ?"""

from collections.abc import Sequence
from typing import Any

from projections.identity.access import Access
from services.identity import commands, sign_in_commands
from services.identity.application import identity
from shared.nameko_context import Answer, Caller, Context, rpc
from shared.rpc import Sent


class IdentityService:
    """Commands about branches, teams, users, roles, and about signing in: one entrypoint each."""

    name = "identity"
    identity: Caller = Context(identity, Access)

    @rpc
    def open_branch(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.OpenBranch, payload)

    @rpc
    def rename_branch(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.RenameBranch, payload)

    @rpc
    def move_branch(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.MoveBranch, payload)

    @rpc
    def close_branch(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.CloseBranch, payload)

    @rpc
    def reopen_branch(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.ReopenBranch, payload)

    @rpc
    def form_team(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.FormTeam, payload)

    @rpc
    def rename_team(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.RenameTeam, payload)

    @rpc
    def lead_team(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.LeadTeam, payload)

    @rpc
    def move_team(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.MoveTeam, payload)

    @rpc
    def dissolve_team(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.DissolveTeam, payload)

    @rpc
    def revive_team(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.ReviveTeam, payload)

    @rpc
    def add_user(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.AddUser, payload)

    @rpc
    def rename_user(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.RenameUser, payload)

    @rpc
    def change_user_email(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.ChangeUserEmail, payload)

    @rpc
    def transfer_user(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.TransferUser, payload)

    @rpc
    def give_roles(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.GiveRoles, payload)

    @rpc
    def deactivate_user(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.DeactivateUser, payload)

    @rpc
    def reactivate_user(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.ReactivateUser, payload)

    @rpc
    def define_role(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.DefineRole, payload)

    @rpc
    def change_role(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.ChangeRole, payload)

    @rpc
    def retire_role(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.RetireRole, payload)

    @rpc
    def reinstate_role(self, **payload: Any) -> Answer:
        return self.identity.handle(commands.ReinstateRole, payload)

    @rpc
    def set_password(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.SetPassword, payload)

    @rpc
    def rehash_password(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.RehashPassword, payload)

    @rpc
    def enrol_second_factor(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.EnrolSecondFactor, payload)

    @rpc
    def use_second_factor(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.UseSecondFactor, payload)

    @rpc
    def use_recovery_code(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.UseRecoveryCode, payload)

    @rpc
    def renew_recovery_codes(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.RenewRecoveryCodes, payload)

    @rpc
    def remove_second_factor(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.RemoveSecondFactor, payload)

    @rpc
    def lock_sign_in(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.LockSignIn, payload)

    @rpc
    def begin_session(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.BeginSession, payload)

    @rpc
    def continue_session(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.ContinueSession, payload)

    @rpc
    def end_session(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.EndSession, payload)

    @rpc
    def issue_token(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.IssueToken, payload)

    @rpc
    def note_token_use(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.NoteTokenUse, payload)

    @rpc
    def revoke_token(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.RevokeToken, payload)

    @rpc
    def change_preferences(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.ChangePreferences, payload)

    @rpc
    def found_installation(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.FoundInstallation, payload)

    @rpc
    def link_account(self, **payload: Any) -> Answer:
        return self.identity.handle(sign_in_commands.LinkAccount, payload)

    @rpc
    def handle_many(self, commands: Sequence[Sent]) -> list[Answer] | Answer:
        return self.identity.handle_many(commands)
