"""What may happen to branches and teams?"""

import pytest

from events.identity import (
    BRANCH_TREE,
    BranchClosed,
    BranchMoved,
    BranchPlaced,
    BranchRenamed,
    BranchReopened,
    TeamDissolved,
    TeamFormed,
    TeamLed,
    TeamMoved,
    TeamRenamed,
    TeamRevived,
    branch_id,
)
from services.identity import commands
from services.identity.application import identity
from services.identity.branch import (
    BranchAlreadyOpen,
    BranchBelowItself,
    BranchIsClosed,
    NoSuchBranch,
)
from services.identity.team import TeamAlreadyFormed, TeamIsDissolved
from shared.refusals import Invalid, NotFound
from tests.identity.words import (
    FANG,
    MING,
    TEAM,
    east,
    east_placed,
    fang,
    key_accounts,
    shanghai,
    shanghai_placed,
)
from tests.spec import Spec


@pytest.fixture
def branch() -> Spec:
    return Spec(identity, branch_id("shanghai")).given(east_placed, on=BRANCH_TREE)


@pytest.fixture
def head() -> Spec:
    spec = Spec(identity, branch_id("east")).given(east).given(shanghai, on=branch_id("shanghai"))
    return spec.given(east_placed, shanghai_placed, on=BRANCH_TREE)


@pytest.fixture
def team() -> Spec:
    spec = Spec(identity, TEAM).given(shanghai, on=branch_id("shanghai")).given(fang, on=FANG)
    return spec.given(east, on=branch_id("east"))


below = commands.OpenBranch(code="shanghai", name="上海分公司", parent="east")


def test_a_branch_is_opened_below_another(branch: Spec) -> None:
    branch.when(below).then(shanghai)


def test_opening_it_twice_changes_nothing(branch: Spec) -> None:
    branch.given(shanghai).when(below).nothing()


def test_a_code_serves_one_branch(branch: Spec) -> None:
    other = commands.OpenBranch(code="shanghai", name="Shanghai 2")
    branch.given(shanghai).when(other).refused(BranchAlreadyOpen, "code")


def test_the_branch_above_must_exist(branch: Spec) -> None:
    other = commands.OpenBranch(code="shanghai", name="上海", parent="north")
    branch.when(other).refused(NoSuchBranch, "parent")


def test_a_branch_moves_to_the_top(branch: Spec) -> None:
    branch.given(shanghai).given(shanghai_placed, on=BRANCH_TREE)
    branch.when(commands.MoveBranch(code="shanghai", parent=None)).then(BranchMoved(parent=None))


@pytest.mark.parametrize("parent", ["east", "shanghai", "pudong"])
def test_no_branch_stands_below_itself(head: Spec, parent: str) -> None:
    head.given(BranchPlaced(code="pudong", parent="shanghai"), on=BRANCH_TREE)
    head.when(commands.MoveBranch(code="east", parent=parent)).refused(BranchBelowItself, "parent")


def test_a_branch_is_renamed_and_keeps_its_code(branch: Spec) -> None:
    rename = commands.RenameBranch(code="shanghai", name="上海总部")
    branch.given(shanghai).when(rename).then(BranchRenamed(name="上海总部"))


def test_a_branch_that_was_never_opened_can_not_be_closed(branch: Spec) -> None:
    branch.when(commands.CloseBranch(code="shanghai")).refused(NotFound)


def test_a_branch_closes_once_and_reopens(branch: Spec) -> None:
    branch.given(shanghai).when(commands.CloseBranch(code="shanghai")).then(BranchClosed())
    branch.when(commands.CloseBranch(code="shanghai")).nothing()
    branch.when(commands.ReopenBranch(code="shanghai")).then(BranchReopened())
    branch.when(commands.ReopenBranch(code="shanghai")).nothing()


form = commands.FormTeam(team_id=TEAM, name="大客户组", branch="shanghai")


def test_a_team_is_formed(team: Spec) -> None:
    team.when(form).then(key_accounts)
    team.when(form).nothing()


def test_an_id_serves_one_team(team: Spec) -> None:
    other = form.model_copy(update={"lead_id": FANG})
    team.given(key_accounts).when(other).refused(TeamAlreadyFormed, "team_id")


def test_a_team_is_led_by_a_user(team: Spec) -> None:
    led = TeamFormed(name="大客户组", branch="shanghai", lead_id=FANG)
    team.when(form.model_copy(update={"lead_id": FANG})).then(led)
    team.when(commands.LeadTeam(team_id=TEAM, lead_id=None)).then(TeamLed(lead_id=None))
    team.when(commands.LeadTeam(team_id=TEAM, lead_id=MING)).refused(Invalid, "lead_id")


def test_a_team_needs_an_open_branch(team: Spec) -> None:
    team.when(form.model_copy(update={"branch": "north"})).refused(NoSuchBranch, "branch")
    team.given(BranchClosed(), on=branch_id("shanghai")).when(form).refused(BranchIsClosed, "branch")


def test_a_team_is_renamed_and_moved(team: Spec) -> None:
    team.given(key_accounts)
    team.when(commands.RenameTeam(team_id=TEAM, name="A")).then(TeamRenamed(name="A"))
    team.when(commands.MoveTeam(team_id=TEAM, branch="east")).then(TeamMoved(branch="east"))
    team.when(commands.MoveTeam(team_id=TEAM, branch="east")).nothing()


def test_a_dissolved_team_has_no_leader_until_it_is_revived(team: Spec) -> None:
    team.given(key_accounts)
    team.when(commands.DissolveTeam(team_id=TEAM)).then(TeamDissolved())
    team.when(commands.DissolveTeam(team_id=TEAM)).nothing()
    team.when(commands.LeadTeam(team_id=TEAM, lead_id=FANG)).refused(TeamIsDissolved, "team_id")
    team.when(commands.ReviveTeam(team_id=TEAM)).then(TeamRevived())
    team.when(commands.LeadTeam(team_id=TEAM, lead_id=FANG)).then(TeamLed(lead_id=FANG))
