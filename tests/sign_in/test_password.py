"""Who gets in with a password, who does not, and what does a stranger learn from that?"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Engine

from events.sign_in import credentials_id, session_id
from services.gateway.runtime import Runtime
from services.gateway.signing_in.attempts import TooManyAttempts
from services.gateway.signing_in.visits import Visit, by_session
from services.identity.commands import DeactivateUser
from services.identity.secrets import bearer, passwords
from services.identity.sign_in_commands import EndSession, SetPassword
from shared.log.log import Log
from tests.people import COOKIE, People
from tests.sign_in.conftest import PASSWORD, Browser, forget_attempts, shown

Named = Callable[..., tuple[Any, str]]


@pytest.fixture
def named(team: People, module_database: Engine) -> Named:
    """A salesperson with the usual password: their id and e-mail address. Nobody has tried anything yet."""
    forget_attempts(module_database)

    def make(temporary: bool = False) -> tuple[Any, str]:
        who = team.person("salesperson")
        hashed = passwords.hashed(PASSWORD)
        team.do(SetPassword(user_id=who.user_id, password_hash=hashed, by=None, temporary=temporary))
        return who.user_id, f"{who.user_id.hex[:12]}@example.com"

    return make


def test_who_has_the_password_goes_where_they_wanted_to(browser: Browser, named: Named) -> None:
    visitor, (_, email) = browser(), named()
    asked = visitor.get("/customers?search=Acme")
    assert asked.headers["location"] == "/sign-in?then=%2Fcustomers%3Fsearch%3DAcme"
    answer = visitor.sign_in(email.upper(), then="/customers?search=Acme")
    assert (answer.status_code, answer.headers["location"]) == (303, "/customers?search=Acme")
    assert visitor.get("/api/v1/customers").status_code == 200


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_nobody_is_led_to_another_site(browser: Browser, named: Named, then: str) -> None:
    _, email = named()
    assert browser().sign_in(email, then=then).headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser: Browser, named: Named) -> None:
    _, email = named()
    wrong, unknown = browser().sign_in(email, "not it at all"), browser().sign_in("who@example.com", "not it")
    assert wrong.status_code == unknown.status_code == 401
    assert "do not belong together" in shown(wrong)
    assert strip(wrong.text, email) == strip(unknown.text, "who@example.com")


def test_after_a_wrong_password_only_the_password_is_typed_again(browser: Browser, named: Named) -> None:
    _, email = named()
    page = browser().sign_in(email, "not it at all", then="/tasks").text
    assert f'value="{email}"' in page
    assert 'name="then" value="/tasks"' in page
    assert "not it at all" not in page


def test_they_take_the_same_time(browser: Browser, named: Named, module_database: Engine) -> None:
    _, email = named()
    visitor = browser()
    known, unknown = [], []
    for n in range(6):
        forget_attempts(module_database)
        known.append(seconds(lambda: visitor.sign_in(email, "wrong")))
        unknown.append(seconds(partial(visitor.sign_in, f"nobody{n}@example.com", "wrong")))
    assert 0.5 < median(known) / median(unknown) < 2.0, (known, unknown)


def test_after_five_failures_the_account_is_locked_and_the_log_says_so(
    browser: Browser, named: Named, module_database: Engine
) -> None:
    user_id, email = named()
    for _ in range(5):
        assert browser().sign_in(email, "wrong").status_code == 401
    locked = browser().sign_in(email)
    assert locked.status_code == 429
    assert 0 < int(locked.headers["retry-after"]) <= 60
    until(lambda: types(module_database, credentials_id(user_id))[-1] == "SignInLocked")
    forget_attempts(module_database)  # as when the database server crashed
    assert browser().sign_in(email).status_code == 429


def test_an_unknown_address_is_locked_just_so_and_leaves_nothing_in_the_log(
    browser: Browser, named: Named, module_database: Engine
) -> None:
    named()
    before = events(module_database)
    answers = [browser().sign_in("who@example.com", "wrong").status_code for _ in range(7)]
    assert answers == [401] * 5 + [429] * 2
    assert events(module_database) == before


def test_a_session_begins_under_a_secret_the_browser_did_not_choose(browser: Browser, named: Named) -> None:
    visitor, (_, email) = browser(), named()
    visitor.cookies[COOKIE] = "chosen-by-somebody-else"
    visitor.sign_in(email)
    first = visitor.session
    assert first not in (None, "chosen-by-somebody-else")
    visitor.sign_in(email)
    assert visitor.session != first


def test_the_cookie_is_bound_to_this_host_and_out_of_reach(browser: Browser, named: Named) -> None:
    _, email = named()
    [cookie] = [line for line in browser().sign_in(email).headers.get_list("set-cookie") if COOKIE in line]
    assert cookie.startswith("__Host-")
    for part in ("HttpOnly", "Secure", "Path=/", "SameSite=lax"):
        assert part in cookie
    assert "Domain" not in cookie


def test_the_log_knows_no_secret(browser: Browser, named: Named, module_database: Engine) -> None:
    visitor, (_, email) = browser(), named()
    visitor.sign_in(email)
    with module_database.connect() as connection:
        stored = connection.exec_driver_sql("select convert_from(payload, 'UTF8') from log.events").scalars()
        text = "\n".join(stored)
    assert visitor.session
    assert visitor.session not in text
    assert bearer.digest(visitor.session) in text
    assert PASSWORD not in text


def test_whoever_signs_out_is_out(browser: Browser, named: Named) -> None:
    visitor, (_, email) = browser(), named()
    visitor.sign_in(email)
    stolen = dict(visitor.cookies)
    assert visitor.send("/sign-out", {}).headers["location"] == "/sign-in"
    assert visitor.session is None
    thief = browser()
    thief.cookies = stolen
    assert thief.get("/api/v1/customers").status_code == 401


def test_a_session_that_was_ended_ends_with_the_next_call(
    browser: Browser, named: Named, team: People
) -> None:
    visitor, (user_id, email) = browser(), named()
    visitor.sign_in(email)
    assert visitor.get("/api/v1/customers").status_code == 200
    stream = session_id(bearer.digest(visitor.session or ""))
    team.do(EndSession(session_id=stream, cause="revoked", by=user_id))
    assert visitor.get("/api/v1/customers").status_code == 401


def test_a_user_who_was_deactivated_is_out_with_the_next_call(
    browser: Browser, named: Named, team: People
) -> None:
    visitor, (user_id, email) = browser(), named()
    visitor.sign_in(email)
    team.do(DeactivateUser(user_id=user_id))
    assert visitor.get("/api/v1/customers").status_code == 401
    assert browser().sign_in(email).status_code == 401


def test_another_password_ends_every_session(browser: Browser, named: Named, team: People) -> None:
    visitor, (user_id, email) = browser(), named()
    visitor.sign_in(email)
    team.do(SetPassword(user_id=user_id, password_hash=passwords.hashed("another long one"), by=None))
    assert visitor.get("/api/v1/customers").status_code == 401


def test_a_session_ends_when_it_is_idle_and_at_last_in_any_case(
    browser: Browser, named: Named, module_database: Engine
) -> None:
    visitor, (_, email) = browser(), named()
    visitor.sign_in(email)
    log, idle, now = Log(module_database), timedelta(hours=12), datetime.now(UTC)
    assert visitor.session
    secret = visitor.session

    def look(after: timedelta, idle: timedelta = idle) -> Visit | None:
        return by_session(log, secret, idle, now + after)

    fresh, stale = look(timedelta(minutes=5)), look(timedelta(hours=2))
    assert fresh is not None
    assert stale is not None
    assert (fresh.stale, stale.stale) == (False, True)
    assert look(timedelta(hours=13)) is None
    assert look(timedelta(days=8), timedelta(days=30)) is None


def test_a_first_password_is_replaced_before_anything_else(browser: Browser, named: Named) -> None:
    visitor, (_, email) = browser(), named(temporary=True)
    assert visitor.sign_in(email).headers["location"] == "/sign-in/new-password"
    assert visitor.session is None
    refused = visitor.post("/sign-in/new-password", password="short", repeated="short")
    assert refused.status_code == 422
    own = "my own four quiet words"
    differ = visitor.post("/sign-in/new-password", password=own, repeated="other")
    assert "not the same" in shown(differ)
    assert visitor.post("/sign-in/new-password", password=own, repeated=own).headers["location"] == "/"
    assert visitor.get("/api/v1/customers").status_code == 200
    assert browser().sign_in(email).status_code == 401


def test_weaker_hashes_are_made_stronger_at_the_next_sign_in(
    browser: Browser, named: Named, team: People, module_database: Engine
) -> None:
    from argon2 import PasswordHasher

    user_id, email = named()
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    team.do(SetPassword(user_id=user_id, password_hash=weak, by=None))
    visitor = browser()
    visitor.sign_in(email)
    assert types(module_database, credentials_id(user_id))[-1] == "PasswordRehashed"
    assert visitor.get("/api/v1/customers").status_code == 200
    assert browser().sign_in(email).status_code == 303


def test_two_gateways_count_together(
    browser: Browser, other_gateway: Browser, named: Named, module_database: Engine
) -> None:
    _, email = named()
    gateways = [browser, other_gateway]
    assert [gateways[n % 2]().sign_in(email, "wrong").status_code for n in range(6)] == [401] * 5 + [429]
    assert {each().sign_in(email).status_code for each in gateways} == {429}

    forget_attempts(module_database)
    answers = [gateways[n % 2]().sign_in(f"nobody{n}@example.com", "wrong").status_code for n in range(31)]
    assert answers == [401] * 30 + [429]


def test_a_password_that_was_found_while_the_account_was_being_locked_opens_nothing(
    named: Named, runtime: Runtime
) -> None:
    attempts, (_, email) = runtime.door.attempts, named()
    attempts.admit(email, "192.0.2.1")
    for n in range(5):
        attempts.failed(email, f"192.0.2.{n}")
    with pytest.raises(TooManyAttempts):
        attempts.succeeded(email)


def test_nobody_reads_in_the_database_who_tried(
    browser: Browser, named: Named, module_database: Engine
) -> None:
    named()
    browser().sign_in("who@example.com", "wrong")
    with module_database.connect() as connection:
        kept = connection.exec_driver_sql("select t::text from log.tries t").scalars().all()
    assert len(kept) == 3
    assert not any("who" in line or "127.0.0.1" in line for line in kept)


def strip(page: str, typed: str) -> str:
    """The page without what differs for each browser."""
    return "".join(line.replace(typed, "") for line in page.splitlines() if "form_token" not in line)


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def until(reached: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not reached():
        assert time.monotonic() < ends
        time.sleep(0.02)


def types(database: Engine, stream_id: Any) -> list[str]:
    records = Log(database).stream(stream_id)
    return [record.envelope.type.partition(".")[2] for record in records]


def events(database: Engine) -> int:
    with database.connect() as connection:
        return int(connection.exec_driver_sql("select count(*) from log.events").scalar_one())
