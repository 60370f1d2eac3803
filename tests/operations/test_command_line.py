"""What does the command line say, and what does it load before it says it?"""

import os
import socket
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from shared.servers.ports import free_ports

ROOT = Path(__file__).parents[2]
SECONDS = 60
NOWHERE = "postgresql://nobody@127.0.0.1:9/nothing"


def hindsight(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command line in a process of its own, with no settings but these."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HINDSIGHT_")}
    return subprocess.run(
        [sys.executable, "-c", "from services.operations.cli import main; main()", *arguments],
        env=clean | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def loaded_by(module: str) -> set[str]:
    """The modules in memory after importing this one in a process of its own."""
    program = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "services.gateway.app",
        "services.operations.cli",
        "services.operations.embedded",
        "services.operations.distributed_gateway",
        "services.operations.processes",
    ],
)
def test_only_services_are_green(module: str) -> None:
    assert not {"eventlet", "nameko"} & loaded_by(module)


def test_help_loads_nothing_heavy() -> None:
    assert not {"fastapi", "sqlalchemy", "pypinyin"} & loaded_by("services.operations.cli")


def test_the_commands_are_listed() -> None:
    help_text = hindsight("--help").stdout
    for command in (
        "serve",
        "gateway",
        "service",
        "relay",
        "projector",
        "migrate",
        "import",
        "undo-import",
        "imports",
        "demo",
        "replay",
        "doctor",
    ):
        assert command in help_text


def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = hindsight("serve", HINDSIGHT_PORT=port, HINDSIGHT_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "choose another port" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_distributed_mode_says_so_before_it_starts_anything(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = hindsight("run-distributed", HINDSIGHT_PORT=port, HINDSIGHT_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "choose another port" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("folder", ["/etc/passwd", "/etc/passwd/below", "/proc/nope"])
@pytest.mark.parametrize("command", ["serve", "run-distributed"])
def test_a_folder_that_cannot_be_one_is_said_in_a_sentence(command: str, folder: str) -> None:
    done = hindsight(command, HINDSIGHT_DATA_DIR=folder, HINDSIGHT_PORT=str(free_ports(1)[0]))
    assert done.returncode == 1
    assert done.stderr.startswith(f"The data folder {folder} cannot be used: ")
    assert "HINDSIGHT_DATA_DIR" in done.stderr


def test_without_sign_in_nobody_else_is_let_in(tmp_path: Path) -> None:
    done = hindsight("serve", HINDSIGHT_HOST="0.0.0.0", HINDSIGHT_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "HINDSIGHT_PUBLIC_URL" in done.stderr


@pytest.mark.parametrize("command", [["gateway"], ["relay"], ["projector"], ["service", "sales"]])
def test_a_process_of_many_says_which_setting_it_misses(command: list[str]) -> None:
    done = hindsight(*command)
    assert done.returncode == 1
    assert done.stderr.startswith("HINDSIGHT_DATABASE_URL is not set.")


def test_a_wrong_setting_is_named() -> None:
    assert "HINDSIGHT_PORT" in hindsight("serve", HINDSIGHT_PORT="eighty").stderr


def test_an_error_is_one_sentence_unless_asked_for_more(tmp_path: Path) -> None:
    settings = {"HINDSIGHT_DATABASE_URL": NOWHERE, "HINDSIGHT_DATA_DIR": str(tmp_path)}
    assert "Traceback" not in hindsight("migrate", **settings).stderr
    assert "Traceback" in hindsight("migrate", **settings, HINDSIGHT_DEBUG="1").stderr


def test_the_doctor_finds_a_database_that_is_away(tmp_path: Path) -> None:
    done = hindsight("doctor", "--json", HINDSIGHT_DATABASE_URL=NOWHERE, HINDSIGHT_DATA_DIR=str(tmp_path))
    found = {each["subject"]: each for each in msgspec.json.decode(done.stdout)}
    assert done.returncode == 1
    assert found["database"]["verdict"] == "ill"
    assert "does not answer" in found["database"]["what"]


def test_the_doctor_is_content_before_the_first_start(tmp_path: Path) -> None:
    done = hindsight("doctor", HINDSIGHT_DATA_DIR=str(tmp_path), HINDSIGHT_PORT="1")
    assert done.returncode == 0
    assert "hindsight serve" in done.stdout
