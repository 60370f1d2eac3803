"""F01 to F04: processes and servers are killed without notice."""

import time
from collections.abc import Iterator, Sequence

from tests.chaos.trial import Scenario
from tests.chaos.world import World
from tests.system.installation import COMMANDS

NOTHING: Sequence[str] = ()
BETWEEN_COMMANDS, BETWEEN_SECONDS = 20, 6.0
DEADLY_COMMANDS = 60
MEASURING_COMMANDS, MEASURING_SECONDS = 60, 15.0
STARTING_SECONDS = 60.0
AFTER = 2
"""The moments that follow the last statement: that of the commit, and the one after it."""


def while_time_lasts(world: World, seconds: float) -> Iterator[None]:
    """Go round until the time is over, at least once; each time some work is done in between."""
    until = time.monotonic() + seconds
    yield
    while time.monotonic() < until:
        world.works(BETWEEN_COMMANDS, BETWEEN_SECONDS)
        yield


def random_process(world: World, seconds: float) -> Sequence[str]:
    """F01."""
    for _ in while_time_lasts(world, seconds):
        name = world.chance.choice(list(COMMANDS))
        world.fault(f"kill -9 {name}")
        world.processes.kill(name)
    return NOTHING


def projector_at_every_failpoint(world: World, seconds: float) -> Sequence[str]:
    """F02: statements between the beginning of a batch and its commit, that moment, and the one after it."""
    longest = _longest_batch(world)
    if not longest:
        return ["no batch was written, so this run proves nothing"]
    failpoints = list(range(1, longest + AFTER + 1))
    world.chance.shuffle(failpoints)
    until = time.monotonic() + seconds
    deaths = 0
    for failpoint in failpoints:
        if time.monotonic() < until:
            _projector(world, f"dies-at:{failpoint}")
            deaths += _dies(world, failpoint, until)
    _projector(world)
    return NOTHING if deaths > 1 else [f"the projector died {deaths} times"]


def _longest_batch(world: World) -> int:
    """How many statements it has: that depends on which read models have something to write."""
    noted = world.servers.folder / "longest-batch"
    noted.write_text("0")
    _projector(world, f"measures:{noted}")
    until = time.monotonic() + STARTING_SECONDS
    while noted.read_text() == "0" and time.monotonic() < until:
        time.sleep(0.1)
    world.works(MEASURING_COMMANDS, MEASURING_SECONDS)
    return int(noted.read_text())


def _projector(world: World, *faults: str) -> None:
    world.processes.end("projector")
    world.processes.faults["projector"] = faults
    world.processes.begin("projector")


def _dies(world: World, failpoint: int, until: float) -> bool:
    enough = world.load.acknowledged() + DEADLY_COMMANDS
    while world.processes.alive("projector"):
        if world.load.acknowledged() > enough or time.monotonic() > until:
            return False  # batches are shorter than that
        time.sleep(0.05)
    world.fault(f"the projector died at failpoint {failpoint}")
    return True


def database(world: World, seconds: float) -> Sequence[str]:
    """F03: twenty times, or as often as the time allows."""
    for number, _ in enumerate(while_time_lasts(world, seconds)):
        if number == 20:
            break
        world.fault("kill -9 PostgreSQL")
        world.servers.database.kill()
        world.servers.database.start()
    return NOTHING


def broker(world: World, seconds: float) -> Sequence[str]:
    """F04: and at last the broker comes back later than everybody else."""
    for _ in while_time_lasts(world, seconds / 2):
        world.fault("kill -9 RabbitMQ")
        world.servers.broker.kill()
        world.servers.broker.start()
    world.fault("kill -9 everything, and start the broker last")
    for name in COMMANDS:
        world.processes.end(name)
    world.servers.broker.kill()
    for name in COMMANDS:
        world.processes.begin(name)
    time.sleep(min(8.0, seconds / 4))
    world.servers.broker.start()
    return NOTHING


SCENARIOS = (
    Scenario(name="F01", title="kill -9 of a random process every few seconds", play=random_process),
    Scenario(
        name="F02",
        title="the projector dies at the statements of a batch",
        play=projector_at_every_failpoint,
        share=2.0,
    ),
    Scenario(name="F03", title="kill -9 PostgreSQL", play=database, share=2.0),
    Scenario(name="F04", title="kill -9 RabbitMQ, and services that start before it", play=broker, share=1.5),
)
