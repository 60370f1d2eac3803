"""Does every command have its entrypoint, and does nameko stay where it belongs?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from services import product
from shared.log.log import Log

ROOT = Path(__file__).parents[2]
ENTRYPOINTS = """
import json, sys
from importlib import import_module
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR
module = import_module(f"services.{sys.argv[1]}.service")
service = getattr(module, sys.argv[1].capitalize() + "Service")
marked = [name for name, value in vars(service).items() if hasattr(value, ENTRYPOINT_EXTENSIONS_ATTR)]
print(json.dumps([service.name, marked]))
"""
GREEN = "import sys, importlib; importlib.import_module(sys.argv[1]); print('eventlet' in sys.modules)"


def output(program: str, argument: str) -> str:
    """What a new interpreter prints."""
    command = [sys.executable, "-W", "ignore", "-c", program, argument]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("context", product.names())
def test_every_command_has_its_entrypoint(context: str) -> None:
    name, entrypoints = json.loads(output(ENTRYPOINTS, context))
    commands = product.applications(Log(create_engine("postgresql+psycopg2://")))[context].commands
    assert name == context
    assert sorted(entrypoints) == sorted([*commands, "handle_many"])


@pytest.mark.parametrize(
    "module",
    [
        "shared.amqp_bus",
        "shared.local_bus",
        "shared.blocking",
        "shared.relay.process",
        "shared.projector.process",
    ],
)
def test_only_services_are_green(module: str) -> None:
    assert output(GREEN, module).strip() == "False"
