"""Does somebody give only rights that they have themselves?"""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from events.identity import ADMINISTRATOR
from events.sign_in import token_id
from projections.identity.access import access
from services.identity import commands
from services.identity.application import identity
from services.identity.secrets import bearer
from shared.commands import Command
from shared.log.log import Log
from shared.records import Header, Receipt
from shared.rights.giving import WiderThanOnesOwn
from tests.people import People, people

_PERSONNEL = ("see", "create", "edit", "assign", "remove", "administer")
GRANTS: dict[str, Any] = {
    **{f"{thing}.{action}": "all" for thing in ("user", "role", "branch") for action in _PERSONNEL},
    "deal.see": "branch",
}


class Office:
    """A company with a personnel officer in the north, who sees the deals of the north."""

    def __init__(self, engine: Engine) -> None:
        log = Log(engine)
        self.app = identity(log, access(log))
        self.people: People = people(engine)
        self.people.administrator()
        self.role("officer", GRANTS, {"deal.amount": "hidden"})
        self.role("clerk", {"deal.see": "own"}, {"deal.amount": "hidden"})
        self.role("spy", {"deal.see": "all"}, {"deal.amount": "hidden"})
        self.officer = self.people.person("officer", "north").user_id
        self.people.do(commands.OpenBranch(code="south", name="South"))

    def role(self, key: str, grants: Any, fields: Any) -> None:
        self.people.do(commands.DefineRole(key=key, name=key, grants=grants, fields=fields))

    def ask(self, command: Command, credential: UUID | None = None, by: UUID | None = None) -> Receipt:
        actor = str(by or self.officer)
        header = Header(
            command_id=uuid4(),
            correlation_id=uuid4(),
            actor=actor,
            branch="",
            source="web",
            credential=credential,
        )
        return self.app.handle(command, header)

    def refused(self, command: Command, credential: UUID | None = None) -> None:
        with pytest.raises(WiderThanOnesOwn):
            self.ask(command, credential)

    def user(self, *roles: str, branch: str = "north") -> UUID:
        user_id = uuid4()
        self.people.do(commands.AddUser(user_id=user_id, name="Bo", branch=branch, roles=roles))
        return user_id


@pytest.fixture(scope="module")
def office(module_database: Engine) -> Office:
    return Office(module_database)


def added(*roles: str, branch: str = "north") -> commands.AddUser:
    return commands.AddUser(user_id=uuid4(), name="Li", branch=branch, roles=roles)


def test_a_colleague_is_added_with_as_much_as_one_has(office: Office) -> None:
    assert office.ask(added("clerk")).version == 1
    assert office.ask(added("officer")).version == 1


@pytest.mark.parametrize("role", ["spy", ADMINISTRATOR, "manager"])
def test_nobody_adds_a_colleague_with_more(office: Office, role: str) -> None:
    office.refused(added("clerk", role))


@pytest.mark.parametrize("role", ["spy", ADMINISTRATOR])
def test_nobody_gives_themselves_or_another_more(office: Office, role: str) -> None:
    for user_id in (office.officer, office.user("clerk")):
        office.refused(commands.GiveRoles(user_id=user_id, roles=("officer", role)))


def test_a_right_over_ones_branch_is_not_given_from_another(office: Office) -> None:
    office.refused(added("officer", branch="south"))
    assert office.ask(added("clerk", branch="south")).version == 1
    office.refused(commands.GiveRoles(user_id=office.user(branch="south"), roles=("officer",)))
    office.refused(commands.TransferUser(user_id=office.officer, branch="south"))


def test_an_administrators_account_is_not_taken_by_its_address(office: Office) -> None:
    boss = office.user(ADMINISTRATOR)
    office.refused(commands.ChangeUserEmail(user_id=boss, email="mine@example.com"))
    office.ask(commands.ChangeUserEmail(user_id=office.user("clerk"), email="bo@example.com"))


def test_who_had_more_is_not_brought_back_by_who_has_less(office: Office) -> None:
    for role, allowed in (("spy", False), ("clerk", True)):
        user_id = office.user(role)
        office.ask(commands.DeactivateUser(user_id=user_id))
        back = commands.ReactivateUser(user_id=user_id)
        if allowed:
            office.ask(back)
        else:
            office.refused(back)


@pytest.mark.parametrize("grants", [{"deal.see": "all"}, {"deal.edit": "own"}, {"task.see": "own"}])
def test_no_role_is_defined_or_changed_to_more_than_one_has(office: Office, grants: Any) -> None:
    closed: Any = {"deal.amount": "hidden"}
    office.refused(commands.DefineRole(key="wide", name="Wide", grants=grants, fields=closed))
    office.refused(commands.ChangeRole(key="officer", name="O", grants={**GRANTS, **grants}, fields=closed))


def test_the_administrators_role_is_changed_by_administrators_only(office: Office) -> None:
    office.refused(commands.ChangeRole(key=ADMINISTRATOR, name="Root", grants={}))


def test_a_role_does_not_open_a_field_that_is_hidden_from_who_defines_it(office: Office) -> None:
    sees: Any = {"deal.see": "own"}
    office.refused(commands.DefineRole(key="open", name="Open", grants=sees))
    half: Any = {"deal.amount": "read"}
    office.refused(commands.DefineRole(key="half", name="Half", grants=sees, fields=half))
    closed: Any = {"deal.amount": "hidden", "deal.notes": "read"}
    assert office.ask(commands.DefineRole(key="closed", name="Closed", grants=sees, fields=closed)).version


def test_a_role_of_more_is_retired_and_not_reinstated(office: Office) -> None:
    office.role("past", {"deal.see": "all"}, {})
    office.ask(commands.RetireRole(key="past"))
    office.refused(commands.ReinstateRole(key="past"))


def test_a_token_gives_no_more_than_its_scopes(office: Office, module_database: Engine) -> None:
    boss = office.people.administrator().user_id
    narrow, wide = (
        token_id(bearer.digest(office.people.token(boss, *scopes)))
        for scopes in (("user:write", "user:read"), ("user:write", "user:read", "deal:read"))
    )
    with pytest.raises(WiderThanOnesOwn):
        office.ask(added("clerk"), narrow, by=boss)
    with pytest.raises(WiderThanOnesOwn):
        office.ask(added(ADMINISTRATOR), wide, by=boss)
    assert office.ask(added("clerk"), wide, by=boss).version == 1


def test_a_token_of_one_branch_gives_nothing_beyond_it(office: Office) -> None:
    boss = office.people.administrator().user_id
    token = token_id(bearer.digest(office.people.token(boss, "*:read", "*:write", branch="north")))
    with pytest.raises(WiderThanOnesOwn):
        office.ask(added("spy"), token, by=boss)
    assert office.ask(added("clerk"), token, by=boss).version == 1


def test_an_administrator_gives_everything(office: Office) -> None:
    boss = office.people.administrator().user_id
    assert office.ask(added(ADMINISTRATOR), by=boss).version == 1
