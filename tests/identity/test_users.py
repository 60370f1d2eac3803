"""What may happen to a user?"""

from collections.abc import Sequence
from uuid import UUID

import pytest

from events.identity import (
    ADMINISTRATOR,
    ADMINISTRATORS,
    AdministratorReleased,
    BranchClosed,
    LoginReserved,
    RoleRetired,
    TeamDissolved,
    UserAdded,
    UserDeactivated,
    UserEmailChanged,
    UserReactivated,
    UserRenamed,
    UserRolesChanged,
    UserTransferred,
    branch_id,
    login_id,
    role_id,
)
from events.sales import AgentJoined
from services.identity import commands
from services.identity.application import identity
from services.identity.branch import BranchIsClosed, NoSuchBranch
from services.identity.registers import EmailIsTaken, LastAdministrator
from services.identity.role import NoSuchRole, RoleIsRetired
from services.identity.team import TeamIsDissolved
from services.identity.user import UserAlreadyAdded
from shared.commands import Command
from shared.events import Event
from shared.refusals import Invalid
from tests.identity.words import (
    FANG,
    MING,
    TEAM,
    administrators,
    boss,
    fang,
    fang_administers,
    key_accounts,
    ming_administers,
    seller,
    shanghai,
)
from tests.spec import Spec

add = commands.AddUser(
    user_id=FANG,
    name="王芳",
    email="fang@example.com",
    branch="shanghai",
    team_id=TEAM,
    roles=("seller", "seller"),
)


@pytest.fixture
def user() -> Spec:
    spec = Spec(identity, FANG)
    spec.given(shanghai, on=branch_id("shanghai")).given(key_accounts, on=TEAM)
    return spec.given(seller, on=role_id("seller")).given(administrators, on=role_id(ADMINISTRATOR))


def test_a_colleague_is_added(user: Spec) -> None:
    user.when(add).then(fang)


def test_adding_a_colleague_twice_changes_nothing(user: Spec) -> None:
    user.given(fang).when(add).nothing()


def test_an_id_serves_one_colleague(user: Spec) -> None:
    user.given(fang).when(add.model_copy(update={"name": "李娜"})).refused(UserAlreadyAdded, "user_id")


def test_a_sales_agent_of_old_becomes_a_user(user: Spec) -> None:
    agent = AgentJoined(name="Fang Wang", manager="Li Ming", office="east")
    user.given(agent).when(add).then(fang)


def test_a_sales_agent_of_old_is_transferred_like_a_user(user: Spec) -> None:
    agent = AgentJoined(name="Fang Wang", manager="Li Ming", office="east")
    move = commands.TransferUser(user_id=FANG, branch="shanghai")
    user.given(agent).when(move).then(UserTransferred(branch="shanghai", team_id=None))


@pytest.mark.parametrize(
    ("changes", "stream", "events", "refusal", "field"),
    [
        ({"branch": "nowhere"}, UUID(int=9), [], NoSuchBranch, "branch"),
        ({}, branch_id("shanghai"), [BranchClosed()], BranchIsClosed, "branch"),
        ({}, TEAM, [TeamDissolved()], TeamIsDissolved, "team_id"),
        ({"team_id": UUID(int=9)}, UUID(int=8), [], Invalid, "team_id"),
        ({"roles": ("king",)}, UUID(int=9), [], NoSuchRole, "roles"),
        ({}, role_id("seller"), [RoleRetired()], RoleIsRetired, "roles"),
        ({}, login_id("FANG@example.com"), [LoginReserved(user_id=MING)], EmailIsTaken, "email"),
    ],
)
def test_a_colleague_is_added_only_where_everything_exists(
    user: Spec,
    changes: dict[str, object],
    stream: UUID,
    events: Sequence[Event],
    refusal: type[Invalid],
    field: str,
) -> None:
    user.given(*events, on=stream).when(add.model_copy(update=changes)).refused(refusal, field)


def test_a_colleague_is_renamed(user: Spec) -> None:
    user.given(fang).when(commands.RenameUser(user_id=FANG, name="王方")).then(UserRenamed(name="王方"))


def test_the_present_name_changes_nothing(user: Spec) -> None:
    user.given(fang).when(commands.RenameUser(user_id=FANG, name="王芳")).nothing()


def test_a_free_address_replaces_the_old_one(user: Spec) -> None:
    change = commands.ChangeUserEmail(user_id=FANG, email="wang@example.com")
    user.given(fang).when(change).then(UserEmailChanged(email="wang@example.com"))


def test_another_users_address_is_refused(user: Spec) -> None:
    user.given(fang).given(LoginReserved(user_id=MING), on=login_id("ming@example.com"))
    change = commands.ChangeUserEmail(user_id=FANG, email="Ming@example.com")
    user.when(change).refused(EmailIsTaken, "email")


def test_who_leaves_a_team_is_in_none(user: Spec) -> None:
    move = commands.TransferUser(user_id=FANG, branch="shanghai")
    user.given(fang).when(move).then(UserTransferred(branch="shanghai", team_id=None))


def test_roles_are_a_set(user: Spec) -> None:
    user.given(fang).when(commands.GiveRoles(user_id=FANG, roles=("seller", "seller"))).nothing()


def test_a_colleague_becomes_administrator(user: Spec) -> None:
    give = commands.GiveRoles(user_id=FANG, roles=(ADMINISTRATOR,))
    user.given(fang).when(give).then(UserRolesChanged(roles=(ADMINISTRATOR,)))


LOSING = (
    commands.DeactivateUser(user_id=FANG),
    commands.GiveRoles(user_id=FANG, roles=("seller",)),
)


@pytest.mark.parametrize("losing", LOSING)
def test_the_last_administrator_stays(user: Spec, losing: Command) -> None:
    user.given(boss).given(fang_administers, on=ADMINISTRATORS)
    user.when(losing).refused(LastAdministrator, "user_id")


@pytest.mark.parametrize("losing", LOSING)
def test_one_of_two_administrators_may_go(user: Spec, losing: Command) -> None:
    user.given(boss).given(fang_administers, ming_administers, on=ADMINISTRATORS)
    user.when(losing).then(
        UserDeactivated()
        if isinstance(losing, commands.DeactivateUser)
        else UserRolesChanged(roles=("seller",))
    )


def test_who_was_deactivated_does_not_count_as_administrator(user: Spec) -> None:
    user.given(boss).given(fang_administers, ming_administers, on=ADMINISTRATORS)
    user.given(UserDeactivated()).given(AdministratorReleased(user_id=FANG), on=ADMINISTRATORS)
    user.when(commands.GiveRoles(user_id=FANG, roles=())).then(UserRolesChanged(roles=()))


def test_a_colleague_comes_back(user: Spec) -> None:
    user.given(fang, UserDeactivated())
    user.when(commands.ReactivateUser(user_id=FANG)).then(UserReactivated())


def test_whoever_is_active_comes_back_from_nowhere(user: Spec) -> None:
    user.given(fang).when(commands.ReactivateUser(user_id=FANG)).nothing()


def test_without_a_branch_one_stands_above_all(user: Spec) -> None:
    alone = commands.AddUser(user_id=FANG, name="王芳")
    user.when(alone).then(UserAdded(name="王芳", email=None, branch="", team_id=None, roles=()))
