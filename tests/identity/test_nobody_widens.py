"""Does somebody widen the rights of others, or their own, by moving teams, branches and colleagues about?"""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from services.identity import commands
from tests.identity.test_nobody_gives_more import Office

_ORGANIZING = ("user", "role", "branch", "team")
_ALL: dict[str, Any] = {
    f"{thing}.{action}": "all"
    for thing in _ORGANIZING
    for action in ("see", "create", "edit", "assign", "remove", "administer")
}


class Organization(Office):
    """Somebody in the north who organizes everything, and sees the deals of the north only.

    The chief sees the deals of the chief's branch, whichever it is; the mate those of the chief's own team.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.role("organizer", {**_ALL, "deal.see": "branch"}, {})
        self.role("chief", {"deal.see": "branch", "deal.edit": "branch"}, {})
        self.role("mate", {"deal.see": "team"}, {})
        self.role("teamster", {**_ALL, "deal.see": "team"}, {})
        self.officer = self.user("organizer")
        self.people.do(commands.OpenBranch(code="far", name="Far", parent="south"))

    def team(self, *members: UUID, branch: str = "north", lead_id: UUID | None = None) -> UUID:
        team_id = uuid4()
        self.people.do(commands.FormTeam(team_id=team_id, name="T", branch=branch, lead_id=lead_id))
        for each in members:
            self.people.do(commands.TransferUser(user_id=each, branch=branch, team_id=team_id))
        return team_id

    def both(self, refused: Any, allowed: Any) -> None:
        self.refused(refused)
        assert self.ask(allowed).version


@pytest.fixture(scope="module")
def office(module_database: Engine) -> Organization:
    return Organization(module_database)


def test_nobody_leads_those_whose_records_the_namer_does_not_see(office: Organization) -> None:
    north, south = (office.team(office.user(branch=place), branch=place) for place in ("north", "south"))
    office.both(
        commands.LeadTeam(team_id=south, lead_id=office.officer),
        commands.LeadTeam(team_id=north, lead_id=office.officer),
    )


def test_nobody_gives_by_leading_what_they_do_not_have(office: Organization) -> None:
    team_id = office.team(office.user())
    office.both(
        commands.LeadTeam(team_id=team_id, lead_id=office.user("chief")),
        commands.LeadTeam(team_id=team_id, lead_id=office.user("mate")),
    )


@pytest.mark.parametrize(("branch", "role"), [("south", "mate"), ("north", "chief")])
def test_a_team_is_formed_with_no_lead_who_gets_more(office: Organization, branch: str, role: str) -> None:
    def forming(branch: str, role: str) -> commands.FormTeam:
        return commands.FormTeam(team_id=uuid4(), name="New", branch=branch, lead_id=office.user(role))

    office.both(forming(branch, role), forming("north", "mate"))


def test_a_team_is_moved_to_no_place_where_its_mover_has_less(office: Organization) -> None:
    mates = office.user("mate"), office.user("mate")
    office.people.do(commands.OpenBranch(code="annex", name="Annex", parent="north"))
    team_id = office.team(*mates)
    office.both(
        commands.MoveTeam(team_id=team_id, branch="south"), commands.MoveTeam(team_id=team_id, branch="annex")
    )


def test_a_team_of_those_who_get_more_is_not_revived(office: Organization) -> None:
    strange = office.team(office.user("mate"), office.user("mate"), branch="south")
    own = office.team(office.user("mate"), office.user("mate"))
    for team_id in (strange, own):
        office.people.do(commands.DissolveTeam(team_id=team_id))
    office.both(commands.ReviveTeam(team_id=strange), commands.ReviveTeam(team_id=own))


def test_no_branch_is_put_below_ones_own_of_which_one_sees_nothing(office: Organization) -> None:
    office.refused(commands.MoveBranch(code="far", parent="north"))
    office.refused(commands.OpenBranch(code="Records carry this code", name="Old", parent="north"))
    assert office.ask(commands.OpenBranch(code="alone", name="Alone")).version
    boss = office.people.administrator().user_id
    assert office.ask(commands.MoveBranch(code="far", parent="north"), by=boss).version


def test_no_branch_is_put_below_others_who_have_more(office: Organization) -> None:
    office.user("chief", branch="south")
    for code in ("ward", "yard"):
        office.people.do(commands.OpenBranch(code=code, name=code, parent="north"))
    office.refused(commands.MoveBranch(code="ward", parent="south"))
    assert office.ask(commands.MoveBranch(code="ward", parent="yard")).version


def test_nobody_joins_a_team_that_thereby_sees_more_than_the_mover(office: Organization) -> None:
    curious, plain = (office.team(office.user(role), branch="north") for role in ("chief", "mate"))
    office.both(
        commands.TransferUser(user_id=office.user(), branch="north", team_id=curious),
        commands.TransferUser(user_id=office.user(), branch="north", team_id=plain),
    )


def test_who_has_rights_over_their_team_only_does_not_move_into_another(office: Organization) -> None:
    victim = office.team(office.user())
    mover, own = office.user("teamster"), office.team()
    office.people.do(commands.TransferUser(user_id=mover, branch="north", team_id=own))
    office.officer, before = mover, office.officer
    try:
        office.refused(commands.TransferUser(user_id=mover, branch="north", team_id=victim))
        office.refused(commands.LeadTeam(team_id=victim, lead_id=mover))
    finally:
        office.officer = before


def test_a_role_is_not_widened_where_others_have_it(office: Organization) -> None:
    office.role("local", {"deal.see": "own"}, {})
    office.role("distant", {"deal.see": "own"}, {})
    office.user("local"), office.user("distant", branch="south")
    wide: Any = {"deal.see": "branch"}
    office.both(
        commands.ChangeRole(key="distant", name="D", grants=wide),
        commands.ChangeRole(key="local", name="L", grants=wide),
    )
    office.role("past", wide, {})
    office.user("past", branch="south")
    office.people.do(commands.RetireRole(key="past"))
    office.refused(commands.ReinstateRole(key="past"))
