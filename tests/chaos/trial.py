"""How is one scenario played, healed, brought to rest and judged?"""

import subprocess
from collections.abc import Callable, Sequence

import msgspec
import psycopg2

from tests.chaos.servers import Servers
from tests.chaos.world import Faults, World, world
from tests.history_checker import history, loading
from tests.history_checker.checker import check
from tests.history_checker.commands import by_command
from tests.history_checker.history import Call, Delivery, Entry, only
from tests.history_checker.state import State
from tests.history_checker.verdict import Verdict

WARM_UP_COMMANDS, WARM_UP_SECONDS = 40, 20.0
"""What is to be broken must work before, and again after."""


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One way to break things, for so many seconds; all is healed when `play` returns.

    `share` is its part of the whole time, in relation to the others'. `play` returns what has to be shown
    beyond the invariants and was not, if anything. `delivery` is what the broker's subscribers may expect,
    `cluster` says that the broker has three nodes.
    """

    name: str
    title: str
    play: Callable[[World, float], Sequence[str]]
    faults: Faults = {}
    delivery: Delivery = "at least once"
    cluster: bool = False
    share: float = 1.0


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the commands, how long recovery took, and what the checker says."""

    scenario: str
    title: str
    seed: int
    broken: dict[str, list[str]]
    operations: int = 0
    lost: int = 0
    recovered: int = 0
    unexpected: int = 0
    duplicated: int = 0
    recovery_seconds: float = 0.0
    faults: int = 0

    @property
    def passed(self) -> bool:
        return not self.broken


def run(scenario: Scenario, servers: Servers, seed: int, seconds: float) -> Result:
    """Play one scenario on a fresh installation; one that cannot be played to its end has failed."""
    try:
        return _played(scenario, servers, seed, seconds)
    except (AssertionError, OSError, subprocess.SubprocessError, psycopg2.Error) as error:
        broken = {"not played to its end": [f"{type(error).__name__}: {error}"]}
        return Result(scenario=scenario.name, title=scenario.title, seed=seed, broken=broken)


def _played(scenario: Scenario, servers: Servers, seed: int, seconds: float) -> Result:
    with world(servers, scenario.name, seed, scenario.faults, scenario.delivery) as at:
        at.works(WARM_UP_COMMANDS, WARM_UP_SECONDS)
        not_shown = scenario.play(at, seconds)
        at.works(WARM_UP_COMMANDS, WARM_UP_SECONDS)
        at.load.stop()
        settled = at.settle()
        for reader in at.readers:
            reader.stop()
        entries = at.recorder.entries()
        history.write(servers.folder / f"{scenario.name}.jsonl", entries)
        live = loading.load(at.database_url)
        at.processes.run("projections", "rebuild")
        state = live._replace(rebuilt=loading.rows(at.database_url))
    verdicts = check(entries, state)
    broken = {verdict.invariant: verdict.broken[:10] for verdict in verdicts if not verdict.holds}
    if not_shown:
        broken["shown"] = list(not_shown)
    return _result(scenario, seed, entries, state, verdicts, settled.seconds, broken)


def _result(
    scenario: Scenario,
    seed: int,
    entries: Sequence[Entry],
    state: State,
    verdicts: Sequence[Verdict],
    recovery_seconds: float,
    broken: dict[str, list[str]],
) -> Result:
    commands = by_command(list(only(entries, Call)))
    found = {verdict.invariant: len(verdict.broken) for verdict in verdicts}
    return Result(
        scenario=scenario.name,
        title=scenario.title,
        seed=seed,
        operations=len(commands),
        lost=found["I1"],
        recovered=sum(_recovered(attempts) for attempts in commands.values()),
        unexpected=found["I2"] + found["I8"],
        duplicated=_duplicated(state),
        recovery_seconds=round(recovery_seconds, 1),
        faults=sum(1 for entry in entries if isinstance(entry, history.Fault)),
        broken=broken,
    )


def _recovered(attempts: Sequence[Call]) -> bool:
    """Not carried out at the first attempt as far as its sender knew, and carried out at a later one."""
    first, last = attempts[0], attempts[-1]
    return first.outcome not in ("ok", "refused") and last.outcome == "ok"


def _duplicated(state: State) -> int:
    places = [(event.command_id, event.command_seq) for event in state.events]
    return len(places) - len(set(places))
