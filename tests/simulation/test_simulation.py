"""Does Hindsight keep its promises whatever goes wrong, and does a seed repeat what it found?"""

import random

import pytest
from sqlalchemy import Engine

from tests.history_checker.checker import broken, told
from tests.simulation.simulation import Run, simulate

SECONDS = 6.0
FRESH = random.SystemRandom().randrange(10**6)


def run(database: Engine, seed: int) -> Run:
    return simulate(database.url.render_as_string(hide_password=False), seed, SECONDS)


@pytest.mark.parametrize("seed", [1, 2, FRESH])
def test_promises_are_kept_whatever_goes_wrong(database: Engine, seed: int) -> None:
    print(f"seed {seed}")
    what = run(database, seed)
    verdicts = what.verdicts()
    assert not broken(verdicts), f"seed {seed}\n{told(verdicts)}"
    assert len(what.state.events) > 50
    assert what.crashes > 5


def test_a_seed_repeats_its_run(database: Engine, second_database: Engine) -> None:
    assert run(database, 7).digest() == run(second_database, 7).digest()
