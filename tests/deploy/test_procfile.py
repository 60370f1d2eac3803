"""Does deploy/Procfile start what the distributed mode consists of?"""

import pytest
from honcho.environ import parse_procfile

from services import product
from services.operations.distributed import PROCFILE
from tests.deploy.command_line import understood
from tests.deploy.test_compose import ONE_SHOT, OURS

PROCESSES: dict[str, str] = parse_procfile(PROCFILE.read_text()).processes


def arguments(line: str) -> list[str]:
    return line.partition("exec hindsight ")[2].split()


@pytest.mark.parametrize("name", PROCESSES)
def test_the_command_of_each_process_exists(name: str) -> None:
    assert understood(arguments(PROCESSES[name]))


def test_every_context_has_a_process() -> None:
    assert {"service " + name for name in product.names()} <= {
        " ".join(arguments(line)) for line in PROCESSES.values()
    }


def test_one_machine_and_containers_run_the_same_processes() -> None:
    assert PROCESSES.keys() == OURS.keys() - ONE_SHOT
