"""Does docker-compose.yml describe a Hindsight that starts, scales and stays on this machine?"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from services import product
from tests.deploy.command_line import understood

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text())["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("hindsight:")}
ONE_SHOT = {"migrate"}


def test_the_file_keeps_to_the_compose_specification() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(FILE)]
    answer = subprocess.run(check, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("name", OURS)
def test_the_command_of_each_service_exists(name: str) -> None:
    assert understood(OURS[name]["command"])


def test_every_context_has_a_service() -> None:
    served = [service["command"][1] for service in OURS.values() if service["command"][0] == "service"]
    assert sorted(served) == sorted(product.names())


@pytest.mark.parametrize("name", SERVICES.keys() - ONE_SHOT)
def test_each_service_tells_its_health(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_is_published_beyond_this_machine(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


@pytest.mark.parametrize("name", OURS.keys() - ONE_SHOT - {"gateway"})
def test_each_process_can_be_scaled(name: str) -> None:
    assert not {"container_name", "hostname", "ports"} & SERVICES[name].keys()


@pytest.mark.parametrize("name", ["postgres", "rabbitmq", "gateway"])
def test_what_must_be_kept_lies_in_a_named_volume(name: str) -> None:
    named = yaml.safe_load(FILE.read_text())["volumes"]
    assert {volume.split(":")[0] for volume in SERVICES[name]["volumes"]} <= named.keys()


def test_what_the_gateway_writes_goes_into_its_volume() -> None:
    gateway = SERVICES["gateway"]
    folder = gateway["volumes"][0].split(":")[1]
    assert gateway["read_only"]
    assert gateway["environment"]["HINDSIGHT_DATA_DIR"] == gateway["environment"]["TMPDIR"] == folder
    assert f"--owner=hindsight {folder}" in (ROOT / "Dockerfile").read_text()


def test_the_image_holds_the_example_mappings() -> None:
    assert "COPY docs/examples docs/examples" in (ROOT / "Dockerfile").read_text()
    assert "!docs/examples" in (ROOT / ".dockerignore").read_text()


def test_no_password_has_a_default() -> None:
    mentions = [line for line in FILE.read_text().splitlines() if "_PASSWORD" in line and "${" in line]
    assert mentions
    assert all("_PASSWORD:?" in line for line in mentions)
