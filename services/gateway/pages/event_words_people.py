"""Which sentence tells what happens to branches, teams, users and roles?"""

from shared.marks import N_

PEOPLE = {
    "identity.BranchOpened": N_("Branch {name} opened"),
    "identity.BranchRenamed": N_("Branch renamed to {name}"),
    "identity.BranchMoved": N_("Branch put below {parent}"),
    "identity.BranchClosed": N_("Branch closed"),
    "identity.BranchReopened": N_("Branch reopened"),
    "identity.BranchPlaced": N_("Branch {code} stands below {parent}"),
    "identity.TeamFormed": N_("Team {name} formed in {branch}"),
    "identity.TeamRenamed": N_("Team renamed to {name}"),
    "identity.TeamLed": N_("Team led by {lead_id}"),
    "identity.TeamMoved": N_("Team moved to {branch}"),
    "identity.TeamDissolved": N_("Team dissolved"),
    "identity.TeamRevived": N_("Team revived"),
    "identity.UserAdded": N_("{name} joined {branch}"),
    "identity.UserRenamed": N_("Renamed to {name}"),
    "identity.UserEmailChanged": N_("E-mail changed to {email}"),
    "identity.UserTransferred": N_("Transferred to {branch}"),
    "identity.UserRolesChanged": N_("Roles are now {roles}"),
    "identity.UserDeactivated": N_("Deactivated"),
    "identity.UserReactivated": N_("Reactivated"),
    "identity.LoginReserved": N_("E-mail address given to {user_id}"),
    "identity.LoginReleased": N_("E-mail address given up by {user_id}"),
    "identity.AdministratorNamed": N_("{user_id} became an administrator"),
    "identity.AdministratorReleased": N_("{user_id} is no administrator any more"),
    "identity.RoleDefined": N_("Role {name} defined"),
    "identity.RoleChanged": N_("Role {name} changed"),
    "identity.RoleRetired": N_("Role retired"),
    "identity.RoleReinstated": N_("Role reinstated"),
}
