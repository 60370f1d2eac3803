"""Who may do what, by what was recorded until this very moment?"""

from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from events.identity import (
    BranchMoved,
    BranchOpened,
    RoleChanged,
    RoleDefined,
    RoleRetired,
    TeamFormed,
    TeamLed,
    UserAdded,
    UserDeactivated,
    UserTransferred,
    branch_id,
    role_id,
)
from events.sales import AgentJoined
from events.sign_in import SessionBegun, SessionEnded, TokenIssued
from projections.identity.access import Access
from shared.events import Event
from shared.log.log import Log
from shared.rights.levels import Level
from shared.rights.principal import Principal
from tests.log.facts import commit

TOMORROW = datetime.now(UTC) + timedelta(days=1)


class People:
    """An installation's people, and a directory of them."""

    def __init__(self, database: Engine) -> None:
        self.log = Log(database)
        self.access = Access(database)
        self.versions: dict[UUID, int] = {}

    def happened(self, stream_id: UUID, *events: Event) -> UUID:
        after = self.versions.get(stream_id, 0)
        self.log.append([commit(*events, stream_id=stream_id, after=after)])
        self.versions[stream_id] = after + len(events)
        return stream_id

    def branch(self, code: str, parent: str | None = None) -> None:
        self.happened(branch_id(code), BranchOpened(code=code, name=code, parent=parent))

    def role(self, key: str, fields: dict[str, str] | None = None, **grants: str) -> str:
        named = {f"deal.{action}": reach for action, reach in grants.items()}
        defined = RoleDefined(
            key=key, name=key, grants=named, fields=fields or {}, second_factor=False, unlimited=False
        )
        self.happened(role_id(key), defined)
        return key

    def user(self, branch: str = "", *roles: str, team_id: UUID | None = None) -> UUID:
        added = UserAdded(name="Li Na", email=None, branch=branch, team_id=team_id, roles=roles)
        return self.happened(uuid4(), added)

    def principal(self, user_id: UUID, credential: UUID | None = None) -> Principal | None:
        self.access.catch_up()
        return self.access.principal(user_id, credential)

    def known(self, user_id: UUID, credential: UUID | None = None) -> Principal:
        principal = self.principal(user_id, credential)
        assert principal is not None
        return principal


def begun(user_id: UUID, ends_at: datetime) -> SessionBegun:
    told: dict[str, Any] = {"digest": "d", "means": "password", "second_factor": False, "address": ""}
    return SessionBegun(user_id=user_id, device="", ends_at=ends_at, **told)


@pytest.fixture
def people(database: Engine) -> People:
    return People(database)


def test_the_widest_of_what_several_roles_give_counts(people: People) -> None:
    user = people.user("", people.role("seller", see="team", edit="own"), people.role("reader", see="branch"))
    principal = people.known(user)
    assert (principal.level("deal", "see"), principal.level("deal", "edit")) == (Level.BRANCH, Level.OWN)
    assert principal.level("deal", "remove") == Level.NONE


def test_a_branch_takes_in_those_below_it_wherever_they_move(people: People) -> None:
    for code, parent in (("east", None), ("shanghai", "east"), ("pudong", "shanghai"), ("west", None)):
        people.branch(code, parent)
    user = people.user("east")
    assert set(people.known(user).branches) == {"east", "shanghai", "pudong"}
    people.happened(branch_id("shanghai"), BranchMoved(parent="west"))
    assert people.known(user).branches == ("east",)


def test_a_circle_of_branches_ends(people: People) -> None:
    people.branch("east", "west")
    people.branch("west", "east")
    assert set(people.known(people.user("east")).branches) == {"east", "west"}


def test_a_sales_agent_of_old_has_no_rights_until_they_are_added_as_a_user(people: People) -> None:
    agent = people.happened(uuid4(), AgentJoined(name="Li Na", manager="", office="east"))
    people.happened(agent, UserTransferred(branch="west", team_id=None), UserDeactivated())
    assert people.principal(agent) is None
    people.happened(agent, UserAdded(name="Li Na", email=None, branch="west", team_id=None, roles=()))
    assert people.known(agent).branch == "west"


def test_a_team_is_those_in_it_now_and_who_leads_it(people: People) -> None:
    team, other = uuid4(), uuid4()
    lead = people.user()
    people.happened(team, TeamFormed(name="A", branch="", lead_id=lead))
    people.happened(other, TeamFormed(name="B", branch="", lead_id=None))
    one, two = people.user(team_id=team), people.user(team_id=team)
    assert set(people.known(one).colleagues) == {one, two}
    assert set(people.known(lead).colleagues) == {lead, one, two}
    people.happened(two, UserTransferred(branch="", team_id=other))
    people.happened(team, TeamLed(lead_id=None))
    assert people.known(one).colleagues == (one,)
    assert people.known(lead).colleagues == (lead,)


@pytest.mark.parametrize(
    ("other", "hidden", "fixed"),
    [
        ({"deal.amount": "hidden"}, True, True),
        ({"deal.amount": "read"}, False, True),
        ({}, False, False),
    ],
)
def test_a_field_is_closed_where_every_role_closes_it(
    people: People, other: dict[str, str], hidden: bool, fixed: bool
) -> None:
    people.role("one", {"deal.amount": "hidden"}, see="all")
    people.role("two", other, see="own")
    principal = people.known(people.user("", "one", "two"))
    assert (not principal.shows("deal", "amount"), not principal.writes("deal", "amount")) == (hidden, fixed)


def test_a_role_that_shows_no_deal_opens_no_field_of_deals(people: People) -> None:
    people.role("one", {"deal.amount": "hidden"}, see="all")
    people.role("two", create="own")
    assert not people.known(people.user("", "one", "two")).shows("deal", "amount")


def test_a_change_is_known_at_the_next_look(people: People) -> None:
    user = people.user("", people.role("seller", see="all"))
    assert people.known(user).level("deal", "see") == Level.ALL
    changed = RoleChanged(name="Seller", grants={"deal.see": "own"}, fields={}, second_factor=False)
    people.happened(role_id("seller"), changed)
    assert people.known(user).level("deal", "see") == Level.OWN
    people.happened(role_id("seller"), RoleRetired())
    assert people.known(user).level("deal", "see") == Level.NONE
    people.happened(user, UserDeactivated())
    assert people.principal(user) is None
    assert people.principal(uuid4()) is None


def test_a_session_is_good_until_it_ends_and_for_its_user_only(people: People) -> None:
    user, other, session, old = people.user(), people.user(), uuid4(), uuid4()
    people.happened(session, begun(user, TOMORROW))
    people.happened(old, begun(user, datetime.now(UTC) - timedelta(seconds=1)))
    assert people.principal(user, session) == people.principal(user)
    assert people.principal(other, session) is None
    assert people.principal(user, old) is None
    people.happened(session, SessionEnded(cause="signed-out", by=None))
    assert people.principal(user, session) is None


def test_a_token_lends_what_its_scopes_name_in_its_branch(people: People) -> None:
    people.branch("east")
    people.branch("shanghai", "east")
    user, token = people.user("east", people.role("boss", see="all", edit="all")), uuid4()
    issued = TokenIssued(
        user_id=user, digest="d", name="", scopes=("deal:read",), branch="shanghai", expires_at=TOMORROW
    )
    people.happened(token, issued)
    lent = people.known(user, token)
    assert lent.may("deal", "see", branch="shanghai")
    assert not lent.may("deal", "see", branch="east")
    assert not lent.may("deal", "edit", branch="shanghai")
    assert not lent.rights.own_account
    assert people.known(user).may("deal", "edit", branch="east")


def test_a_token_of_an_administrator_gives_no_more_than_it_names(people: People) -> None:
    unlimited = RoleDefined(key="admin", name="", grants={}, fields={}, second_factor=False, unlimited=True)
    people.happened(role_id("admin"), unlimited)
    user, token = people.user("", "admin"), uuid4()
    people.happened(
        token,
        TokenIssued(user_id=user, digest="d", name="", scopes=("*:read",), branch="", expires_at=TOMORROW),
    )
    lent = people.known(user, token)
    assert (lent.level("customer", "see"), lent.level("customer", "edit")) == (Level.ALL, Level.NONE)
    assert (lent.level("user", "administer"), lent.level("deal", "export")) == (Level.NONE, Level.ALL)


def test_what_is_committed_late_below_what_is_known_already_is_not_missed(
    people: People, database: Engine
) -> None:
    user = people.user("", "seller")
    slow = database.connect().execution_options(isolation_level="READ COMMITTED")
    with slow, slow.begin():
        _insert(
            slow,
            role_id("seller"),
            '{"key":"seller","name":"","grants":{"deal.see":"all"},'
            '"fields":{},"second_factor":false,"unlimited":false}',
        )
        later = people.user("", "seller")  # committed before, at a higher position
        assert people.known(later).level("deal", "see") == Level.NONE
        assert people.known(user).level("deal", "see") == Level.NONE
    assert people.known(later).level("deal", "see") == Level.ALL
    assert people.known(user).level("deal", "see") == Level.ALL


def _insert(connection: Any, stream_id: UUID, payload: str) -> None:
    connection.exec_driver_sql(
        "insert into log.events (stream_id, version, type, schema_version, occurred_at, actor, branch,"
        " source, command_id, command_seq, command_digest, correlation_id, payload) values"
        " (%s, 1, 'identity.RoleDefined', 1, now(), 'cli', '', 'cli', %s, 0, 0, %s, %s)",
        (str(stream_id), str(uuid4()), str(uuid4()), payload.encode()),
    )


def test_credentials_that_ended_or_expired_are_not_kept_in_memory(people: People) -> None:
    user, moment = people.user(), datetime.now(UTC) + timedelta(milliseconds=300)
    ended = people.happened(uuid4(), begun(user, TOMORROW), SessionEnded(cause="signed-out", by=user))
    past = people.happened(uuid4(), begun(user, datetime.now(UTC) - timedelta(days=1)))
    short, good = (people.happened(uuid4(), begun(user, ends)) for ends in (moment, TOMORROW))
    assert people.principal(user, short)
    assert people.access.credentials() == {short, good}
    sleep((moment - datetime.now(UTC)).total_seconds() + 0.01)
    people.access.catch_up()
    assert people.access.credentials() == {good}
    assert people.principal(user, good)
    assert not any(people.access.principal(user, each) for each in (ended, past, short))
