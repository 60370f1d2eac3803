"""Can an import be undone from the command line and over HTTP, by the id it ended with?"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from projections.sales.pipeline_board import stages
from services.gateway.app import create_app
from services.operations.cli import app
from services.operations.embedded import assemble
from shared.rights.condition import EVERYTHING
from shared.settings import from_environment
from tests.importing.conftest import MAPPINGS
from tests.importing.test_over_http import ended, parts
from tests.people import administrators_session


@pytest.fixture
def url(database: Engine) -> str:
    return database.url.render_as_string(hide_password=False)


@pytest.fixture
def environment(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HINDSIGHT_DATABASE_URL", url)
    monkeypatch.setenv("HINDSIGHT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("HINDSIGHT_AMQP_URL", raising=False)


@pytest.fixture
def client(url: str, tmp_path: Path) -> Iterator[TestClient]:
    settings = from_environment({"HINDSIGHT_DATA_DIR": str(tmp_path / "data")})
    with ExitStack() as stack:
        gateway = create_app(assemble(settings, url, stack))
        who = administrators_session(url)
        yield stack.enter_context(TestClient(gateway, base_url="http://localhost", cookies=who.cookies))


def hindsight(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.usefixtures("environment")
def test_the_command_line_names_the_import_and_takes_it_back(shop: Path, database: Engine) -> None:
    imported = hindsight("import", "--mapping", str(MAPPINGS), str(shop))
    (listed,) = json.loads(hindsight("imports", "--json").stdout)
    assert f"hindsight undo-import {listed['id']}" in imported.stdout
    assert (listed["actor"], listed["undone"]) == ("import", False)
    assert "Dry run" in hindsight("undo-import", listed["id"], "--dry-run").stdout
    undone = hindsight("undo-import", listed["id"], "--json")
    assert undone.exit_code == 0
    assert json.loads(undone.stdout)["changed"] >= 14
    with database.connect() as connection:
        assert [total.count for total in stages(connection, see=EVERYTHING)] == [0] * 6
    assert "nothing left to undo" in hindsight("undo-import", listed["id"]).stdout
    assert "yes" in hindsight("imports").stdout


@pytest.mark.usefixtures("environment")
def test_the_command_line_says_where_there_is_no_such_import() -> None:
    unknown = hindsight("undo-import", str(uuid4()))
    assert unknown.exit_code == 2
    assert "hindsight imports" in unknown.stderr


def taken_back(client: TestClient, import_id: str) -> dict[str, Any]:
    """What the undo told once it had ended."""
    accepted = client.post(f"/api/v1/imports/{import_id}/undo")
    assert accepted.status_code == 202, accepted.text
    told = ended(client, accepted.headers["Location"])
    assert told["state"] == "undone", told["error"]
    return dict(told["undo"])


def test_an_import_is_undone_over_http(client: TestClient, shop: Path) -> None:
    accepted = client.post("/api/v1/imports", files=parts(shop))
    import_id = ended(client, accepted.headers["Location"])["id"]
    dry = client.post(f"/api/v1/imports/{import_id}/undo?dry_run=true")
    assert dry.json().get("changed") == 14, dry.text
    undone = taken_back(client, import_id)
    assert (undone["changed"], undone["left_alone"]) == (14, [])
    deals = client.get("/api/v1/sales/deals", params={"min_position": undone["position"]}).json()
    assert deals["items"] == []
    assert taken_back(client, import_id)["changed"] == 0
    (listed,) = client.get("/api/v1/imports").json()["items"]
    assert (listed["id"], listed["undone"]) == (import_id, True)


def test_what_is_no_import_is_not_found(client: TestClient) -> None:
    assert client.post(f"/api/v1/imports/{uuid4()}/undo").status_code == 404
