"""Does deploy/supervisord.conf start what the distributed mode consists of?"""

from configparser import RawConfigParser

import pytest

from services import product
from services.operations.distributed import PROCESSES, WITH_METRICS
from tests.deploy.command_line import understood
from tests.deploy.test_compose import ONE_SHOT, OURS

SECTIONS = RawConfigParser(inline_comment_prefixes=(";",))
SECTIONS.read(PROCESSES)
COMMANDS = {
    name.removeprefix("program:"): SECTIONS[name]["command"].partition(" ")[2].split()
    for name in SECTIONS.sections()
    if name.startswith("program:")
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_of_each_process_exists(name: str) -> None:
    assert understood(COMMANDS[name])


def test_every_context_has_a_process() -> None:
    assert {"service " + name for name in product.names()} <= {" ".join(c) for c in COMMANDS.values()}


def test_one_machine_and_containers_run_the_same_processes() -> None:
    assert COMMANDS.keys() == OURS.keys() - ONE_SHOT


def test_every_process_is_started_again_when_it_dies() -> None:
    assert all(SECTIONS.getboolean(f"program:{name}", "autorestart") for name in COMMANDS)


def test_every_process_but_the_gateway_has_a_port_for_its_metrics() -> None:
    ports = [SECTIONS.get(f"program:{name}", "environment", fallback="") for name in COMMANDS]
    assert sorted(filter(None, ports)) == [
        f'HINDSIGHT_METRICS_PORT="%(ENV_HINDSIGHT_METRICS_PORT_{n})s"' for n in range(1, WITH_METRICS + 1)
    ]
