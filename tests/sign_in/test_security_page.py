"""Do those who administer users find who came in, who was locked out, and whose rights changed?"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from events.sign_in import session_id
from projections.identity import security_page
from services.identity import sign_in_commands as commands
from services.identity.commands import DefineRole, GiveRoles
from services.identity.secrets import bearer
from shared.commands import Command
from tests.people import People, Person
from tests.sign_in.conftest import Browser, Visitor, shown

COOKIE = "__Host-hindsight-session"
Reading = Callable[..., str]


def page_of(browser: Browser, reader: Person, address: str) -> tuple[int, str]:
    visitor: Visitor = browser()
    visitor.cookies[COOKIE] = reader.session
    answer = visitor.get(address, **{"Accept-Language": "en"})
    return answer.status_code, shown(answer)


@pytest.fixture
def read(browser: Browser, team: People) -> Reading:
    """The page for an administrator once this has happened."""

    def page(*done: Command, query: str = "") -> str:
        reader = team.administrator()
        position = max([0, *(team.do(each).position for each in done)])
        status, text = page_of(browser, reader, f"/settings/security?min_position={position}&{query}")
        assert status == 200, text
        return text

    return page


def rows(page: str) -> list[str]:
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [row.strip() for row in table.split("<tr>")[1:]]


def locked(user_id: UUID) -> Command:
    return commands.LockSignIn(user_id=user_id, until=datetime.now(UTC) + timedelta(minutes=1))


def test_it_tells_of_sign_ins_locks_sessions_factors_tokens_and_roles(team: People, read: Reading) -> None:
    ann = team.person("salesperson", name="Ann Watched")
    chief = team.administrator().user_id
    team.token(ann.user_id)
    session = session_id(bearer.digest(ann.session))
    page = read(
        commands.EnrolSecondFactor(
            user_id=ann.user_id, sealed_secret="zqsealed", recovery_codes=("c0de" * 16,), step=1
        ),
        commands.RemoveSecondFactor(user_id=ann.user_id, by=chief),
        locked(ann.user_id),
        GiveRoles(user_id=ann.user_id, roles=("viewer",)),
        commands.EndSession(session_id=session, cause="revoked", by=chief),
        query=f"person={ann.user_id}",
    )
    found = rows(page)
    expected = (
        "Session ended from elsewhere",
        "Roles from now on: Viewer",
        "Locked out until",
        "Second factor removed",
        "Second factor set up",
        "API token test made",
        "Signed in",
        "Added, with the roles: Salesperson",
    )
    assert [text in row for text, row in zip(expected, found, strict=True)] == [True] * len(expected)
    assert all("Ann Watched" in row for row in found), "also the end of a session says whose it was"
    assert "Ada" in found[0], "and who ended it"
    assert "127.0.0.1" in found[6]
    assert "zqsealed" not in page
    assert "c0dec0de" not in page


def test_a_role_that_asks_for_a_second_factor_is_said_to_ask_for_it(read: Reading) -> None:
    page = read(DefineRole(key=f"guard{uuid4().hex[:6]}", name="Zqguard", grants={}, second_factor=True))
    found = next(row for row in rows(page) if "Zqguard" in row)
    assert "asks for a second factor at sign-in" in found


def test_it_is_filtered_by_person_and_by_kind(team: People, read: Reading) -> None:
    ben, eve = team.person("salesperson", name="Ben"), team.person("salesperson", name="Eve")
    page = read(locked(ben.user_id), locked(eve.user_id), query=f"person={eve.user_id}&kind=lock")
    (row,) = rows(page)
    assert "Eve" in row


def test_what_somebody_did_to_others_is_found_with_them(team: People, read: Reading) -> None:
    boss, ben = team.person("administrator", name="Boss"), team.person("salesperson", name="Ben")
    session = session_id(bearer.digest(ben.session))
    page = read(
        commands.EndSession(session_id=session, cause="revoked", by=boss.user_id),
        query=f"person={boss.user_id}&kind=session",
    )
    (row,) = rows(page)
    assert "Ben" in row


def test_a_page_leads_to_the_next_without_losing_or_repeating_a_row(
    team: People, read: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = team.person("salesperson", name="Eve")
    whole = rows(read(locked(eve.user_id), query=f"person={eve.user_id}"))
    monkeypatch.setattr(security_page, "PAGE", 1)
    walked, query = [], f"person={eve.user_id}"
    while query:
        page = read(query=query)
        walked += rows(page)
        more = re.search(r'href="\?([^"]+)">Show more', page)
        query = more[1] if more else ""
    assert walked == whole
    assert len(whole) == 3


@pytest.mark.parametrize("role", ["manager", "team_lead", "salesperson", "viewer", "auditor"])
def test_it_is_for_nobody_else(browser: Browser, team: People, role: str) -> None:
    status, page = page_of(browser, team.person(role), "/settings/security")
    assert (status, "<tbody>" in page) == (403, False)


def test_who_administers_the_users_of_a_branch_reads_of_those_only(browser: Browser, team: People) -> None:
    key = f"warden{uuid4().hex[:6]}"
    team.do(DefineRole(key=key, name="Zqrole", grants={"user.administer": "branch", "user.see": "all"}))
    warden = team.person(key, branch="North", name="Warden")
    near, far = team.person("viewer", "North", "Near"), team.person("viewer", "South", "Far")
    team.do(locked(near.user_id))
    last = team.do(locked(far.user_id)).position
    status, page = page_of(browser, warden, f"/settings/security?min_position={last}")
    told = " ".join(rows(page))
    assert status == 200
    assert ("Near" in told, "Far" in told, "Role Zqrole defined" in told) == (True, False, False)


def test_it_is_told_in_chinese(browser: Browser, team: People) -> None:
    visitor = browser()
    visitor.cookies[COOKIE] = team.administrator().session
    page = shown(visitor.get("/settings/security", **{"Accept-Language": "zh"}))
    assert "安全日志" in page
    assert "已登录" in page
    assert "Salesperson" not in page, "the names of built-in roles are translated, too"
