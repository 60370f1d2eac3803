"""Does a real installation keep its promises under a few faults? `make chaos` has all of them, for longer."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.chaos import report
from tests.chaos.scenarios.kills import random_process
from tests.chaos.scenarios.messages import poison
from tests.chaos.scenarios.writers import late_committer
from tests.chaos.servers import Servers, servers
from tests.chaos.trial import Scenario, run
from tests.chaos.world import World

SEED = random.SystemRandom().randrange(10**6)
SECONDS = 4.0


def killed_and_late(world: World, seconds: float) -> Sequence[str]:
    return [*random_process(world, seconds), *late_committer(world, seconds)]


SCENARIOS = (
    Scenario(name="short-1", title="F01 and F08: processes die, a commit is late", play=killed_and_late),
    Scenario(
        name="short-2",
        title="F16 and F17: poison, and every delivery thrice and in disorder",
        play=poison,
        faults={"projector": ("cannot-fold",), "relay": (f"tells-thrice:{SEED}",)},
        delivery="at least once, in any order",
    ),
)


@pytest.fixture(scope="module")
def at(servers_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with servers(servers_folder / tmp_path_factory.mktemp("chaos").name) as started:
        yield started


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_promises_are_kept(scenario: Scenario, at: Servers) -> None:
    result = run(scenario, at, SEED, SECONDS)
    print(report.line(result))
    assert result.passed, report.line(result)
