"""Does a real installation keep its promises under a few faults? `make chaos` has all of them, for longer."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import report
from tests.chaos.scenarios import ALL
from tests.chaos.servers import Servers, servers
from tests.chaos.trial import Scenario, run

SECONDS = {"F01": 4.0, "F08": 6.0, "F16": 3.0, "F17": 3.0}
SCENARIOS = [scenario for scenario in ALL if scenario.name in SECONDS]
SEED = random.SystemRandom().randrange(10**6)


@pytest.fixture(scope="module")
def at(servers_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with servers(servers_folder / tmp_path_factory.mktemp("chaos").name) as started:
        yield started


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_promises_are_kept(scenario: Scenario, at: Servers) -> None:
    result = run(scenario, at, SEED, SECONDS[scenario.name])
    print(report.line(result))
    assert result.passed, report.line(result)
