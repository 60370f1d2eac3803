"""Is a second factor asked for, is each code good once, and does a recovery code help once?"""

import re
import time
from typing import Any

import pyotp
import pytest
from sqlalchemy import Engine

from services.identity.commands import DefineRole
from services.identity.secrets import passwords, second_factor
from services.identity.sign_in_commands import SetPassword
from tests.people import People
from tests.sign_in.conftest import PASSWORD, Browser, Visitor, forget_attempts, shown

SECRET = re.compile(r'class="door-secret">([A-Z2-7]+)<')
CODES = re.compile(r"<code>([a-z2-7]{5}-[a-z2-7]{5})</code>")


@pytest.fixture
def email(team: People, module_database: Engine) -> str:
    """Somebody whose role asks for a second factor, and who has none yet."""
    forget_attempts(module_database)
    team.administrator()
    team.do(DefineRole(key="treasurer", name="Treasurer", second_factor=True))
    who = team.person("treasurer")
    team.do(SetPassword(user_id=who.user_id, password_hash=passwords.hashed(PASSWORD), by=None))
    return f"{who.user_id.hex[:12]}@example.com"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves on the time that codes are taken at."""
    later = [0.0]
    real = second_factor.step_of
    monkeypatch.setattr(
        second_factor, "step_of", lambda secret, code, now: real(secret, code, now + later[0])
    )
    return later


def enrolled(visitor: Visitor, email: str) -> tuple[str, list[str]]:
    """Sign in for the first time and set it up: its secret, and the recovery codes."""
    assert visitor.sign_in(email).headers["location"] == "/sign-in/second-factor"
    found = SECRET.search(visitor.get("/sign-in/second-factor").text)
    assert found
    answer = visitor.post("/sign-in/second-factor", code=pyotp.TOTP(found[1]).now())
    codes = CODES.findall(answer.text)
    assert len(codes) == 10, shown(answer)
    return found[1], codes


def test_it_is_set_up_before_anything_else(browser: Browser, email: str) -> None:
    visitor = browser()
    visitor.sign_in(email)
    assert visitor.session is None
    assert visitor.get("/api/v1/customers").status_code == 401
    assert visitor.post("/sign-in/second-factor", code="000000").status_code == 422
    enrolled(visitor, email)
    assert visitor.session is None
    assert visitor.send("/sign-in/continue", {}).headers["location"] == "/"
    assert visitor.get("/api/v1/lists").status_code != 401


def test_a_code_lets_in_once(browser: Browser, email: str, clock: list[float]) -> None:
    secret, _ = enrolled(browser(), email)
    clock[0] = 60.0
    code = pyotp.TOTP(secret).at(int(time.time() + 60))
    first, second = browser(), browser()
    assert first.sign_in(email).headers["location"] == "/sign-in/code"
    assert first.post("/sign-in/code", code=code).headers["location"] == "/"
    assert first.session
    second.sign_in(email)
    replayed = second.post("/sign-in/code", code=code)
    assert "used before" in shown(replayed)
    assert second.session is None


def test_the_code_with_which_it_was_set_up_is_used_up(browser: Browser, email: str) -> None:
    secret, _ = enrolled(browser(), email)
    visitor = browser()
    visitor.sign_in(email)
    visitor.post("/sign-in/code", code=pyotp.TOTP(secret).now())
    assert visitor.session is None


def test_a_recovery_code_helps_once(browser: Browser, email: str) -> None:
    _, codes = enrolled(browser(), email)
    first, second = browser(), browser()
    first.sign_in(email)
    assert first.post("/sign-in/recovery", code=f" {codes[3].upper()} ").headers["location"] == "/"
    assert first.session
    second.sign_in(email)
    assert second.post("/sign-in/recovery", code=codes[3]).status_code == 422
    assert second.session is None


def test_codes_cannot_be_tried_without_end(browser: Browser, email: str) -> None:
    enrolled(browser(), email)
    visitor = browser()
    visitor.sign_in(email)
    answers = [visitor.post("/sign-in/code", code="123456").status_code for _ in range(6)]
    assert answers[-1] == 429


def test_the_second_step_needs_the_first(browser: Browser) -> None:
    assert browser().get("/sign-in/code").headers["location"] == "/sign-in"
    assert browser().send("/sign-in/continue", {}).headers["location"] == "/sign-in"


def test_the_log_holds_neither_secret_nor_codes(
    browser: Browser, email: str, module_database: Engine
) -> None:
    secret, codes = enrolled(browser(), email)
    with module_database.connect() as connection:
        stored = connection.exec_driver_sql("select convert_from(payload, 'UTF8') from log.events").scalars()
        text = "\n".join(stored)
    assert secret not in text
    assert not [code for code in codes if code in text or second_factor.plain(code) in text]
