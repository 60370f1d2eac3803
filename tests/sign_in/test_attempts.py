"""How often may somebody try to sign in, whichever gateway they ask?"""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.gateway.signing_in.attempts import ALL_ATTEMPTS, LOCKS, Attempts, TooManyAttempts
from services.identity.secrets import keys
from shared.database import connect
from shared.log.roles import READER

Pass = Callable[[int], None]


@pytest.fixture
def pass_(database: Engine) -> Pass:
    """Time passes: so many seconds."""

    def pass_(seconds: int) -> None:
        with database.begin() as connection:
            connection.exec_driver_sql(
                "update log.tries set began = began - make_interval(secs => %s),"
                " locked_until = locked_until - make_interval(secs => %s)",
                (seconds, seconds),
            )

    return pass_


@pytest.fixture
def attempts(database: Engine, tmp_path: Path) -> Attempts:
    """Of a gateway, with its rights in the database."""
    return Attempts(connect(database.url, role=READER), keys.load(tmp_path, {}))


def test_each_further_failure_locks_longer_until_it_is_forgotten(attempts: Attempts, pass_: Pass) -> None:
    locks = [round(attempts.failed("ada", str(n))) for n in range(10)]
    assert locks == [0, 0, 0, 0, 60, 120, 240, 480, 900, 900]
    assert LOCKS[-1] == 900
    with pytest.raises(TooManyAttempts):
        attempts.admit("ada", "192.0.2.1")
    attempts.admit("bo", "192.0.2.1")
    pass_(901)
    attempts.admit("ada", "192.0.2.1")
    assert round(attempts.failed("ada", "192.0.2.1")) == 900
    pass_(3601)
    assert attempts.failed("ada", "192.0.2.1") == 0


def test_who_got_in_begins_anew(attempts: Attempts) -> None:
    for n in range(4):
        attempts.failed("ada", str(n))
    attempts.succeeded("ada")
    assert attempts.failed("ada", "192.0.2.1") == 0


def test_one_address_cannot_try_many_accounts(attempts: Attempts, pass_: Pass) -> None:
    for n in range(30):
        attempts.failed(f"user {n}", "192.0.2.1")
    with pytest.raises(TooManyAttempts):
        attempts.admit("another", "192.0.2.1")
    attempts.admit("another", "192.0.2.2")
    pass_(601)
    attempts.admit("another", "192.0.2.1")


def test_all_together_are_limited_too(attempts: Attempts, pass_: Pass) -> None:
    for n in range(ALL_ATTEMPTS):
        attempts.admit(f"user {n}", f"address {n}")
    with pytest.raises(TooManyAttempts):
        attempts.admit("one more", "one more")
    pass_(61)
    attempts.admit("one more", "one more")


def test_what_was_tried_is_forgotten_after_a_day(attempts: Attempts, pass_: Pass, database: Engine) -> None:
    for n in range(20):
        attempts.failed(f"user {n}", f"address {n}")
    pass_(90_000)
    for n in range(5):
        attempts.failed("somebody", f"{n}")
    with database.connect() as connection:
        kept = connection.exec_driver_sql("select count(*) from log.tries").scalar_one()
    assert kept == 6
