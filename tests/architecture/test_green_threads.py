"""Do only the processes of services run on green threads?"""

import subprocess
import sys

import pytest

PLAIN = [
    "services.gateway.app",
    "services.operations.cli",
    "services.operations.distributed",
    "services.product",
    "shared.amqp_bus",
    "shared.local_bus",
    "shared.projector.engine",
    "shared.projector.tail",
    "shared.relay",
    "shared.servers.postgres",
    "shared.servers.rabbitmq",
]


@pytest.mark.parametrize("module", PLAIN)
def test_a_plain_process_never_becomes_green(module: str) -> None:
    assert modules_after_importing(module).isdisjoint({"eventlet", "nameko"})


def test_the_process_of_a_service_is_green() -> None:
    assert {"eventlet", "nameko"} <= modules_after_importing("shared.nameko_host")


def modules_after_importing(module: str) -> set[str]:
    ask = f"import sys, {module}; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return set(answer.stdout.split())
