"""Who works here, where and with which rights? Other contexts may rely on those in PUBLISHED."""

from typing import Annotated
from uuid import UUID, uuid5

from shared.events import Event, Personal
from shared.importing import record_id

_IDENTITY = UUID("3d0e7c5c-6f53-5a0e-9b63-0f3a1d6a8a52")
ADMINISTRATORS = uuid5(_IDENTITY, "administrators")
BRANCH_TREE = uuid5(_IDENTITY, "branches")
ADMINISTRATOR = "administrator"


def branch_id(code: str) -> UUID:
    """The stream of the branch with this code, which is its natural key."""
    return record_id("branch", code)


def role_id(key: str) -> UUID:
    """The stream of the role with this key."""
    return uuid5(_IDENTITY, f"role:{key}")


def login_id(email: str) -> UUID:
    """The stream that reserves an e-mail address for one user, however it is capitalised."""
    return uuid5(_IDENTITY, f"login:{email.casefold()}")


class BranchOpened(Event):
    """`code` stands in every record of the branch and never changes; `name` is for display."""

    code: str
    name: str
    parent: str | None


class BranchRenamed(Event):
    name: str


class BranchMoved(Event):
    parent: str | None


class BranchClosed(Event):
    pass


class BranchReopened(Event):
    pass


class BranchPlaced(Event):
    """Kept in one stream for all branches, so that no two moves together make a circle."""

    code: str
    parent: str | None


class TeamFormed(Event):
    name: str
    branch: str
    lead_id: UUID | None


class TeamRenamed(Event):
    name: str


class TeamLed(Event):
    lead_id: UUID | None


class TeamMoved(Event):
    branch: str


class TeamDissolved(Event):
    """Whoever was in it is in no team."""


class TeamRevived(Event):
    """Whoever was in it, and in no other since, is in it again."""


class UserAdded(Event):
    """A colleague, who may sign in once there is an e-mail address and a credential."""

    name: Annotated[str, Personal()]
    email: Annotated[str | None, Personal()]
    branch: str
    team_id: UUID | None
    roles: tuple[str, ...]


class UserRenamed(Event):
    name: Annotated[str, Personal()]


class UserEmailChanged(Event):
    email: Annotated[str | None, Personal()]


class UserTransferred(Event):
    branch: str
    team_id: UUID | None


class UserRolesChanged(Event):
    """All the roles they have from now on."""

    roles: tuple[str, ...]


class UserDeactivated(Event):
    pass


class UserReactivated(Event):
    pass


class LoginReserved(Event):
    user_id: UUID


class LoginReleased(Event):
    user_id: UUID


class AdministratorNamed(Event):
    user_id: UUID


class AdministratorReleased(Event):
    user_id: UUID


class RoleDefined(Event):
    """What whoever has the role may do.

    grants: `<object>.<action>` → "own", "team", "branch" or "all"; what is missing is not granted.
    fields: `<object>.<field>` → "hidden" or "read"; what is missing may be changed.
    unlimited: everything, whatever the grants say.
    """

    key: str
    name: str
    grants: dict[str, str]
    fields: dict[str, str]
    second_factor: bool
    unlimited: bool


class RoleChanged(Event):
    name: str
    grants: dict[str, str]
    fields: dict[str, str]
    second_factor: bool


class RoleRetired(Event):
    """Nobody can be given it any more, and it gives no rights to those who have it."""


class RoleReinstated(Event):
    pass


BranchEvent = BranchOpened | BranchRenamed | BranchMoved | BranchClosed | BranchReopened
TeamEvent = TeamFormed | TeamRenamed | TeamLed | TeamMoved | TeamDissolved | TeamRevived
UserEvent = (
    UserAdded
    | UserRenamed
    | UserEmailChanged
    | UserTransferred
    | UserRolesChanged
    | UserDeactivated
    | UserReactivated
)
RoleEvent = RoleDefined | RoleChanged | RoleRetired | RoleReinstated
LoginEvent = LoginReserved | LoginReleased
AdministratorEvent = AdministratorNamed | AdministratorReleased
PUBLISHED = (UserAdded, UserTransferred, UserDeactivated, UserReactivated, BranchOpened, BranchMoved)
