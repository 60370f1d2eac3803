"""The whole product in one process, over a real PostgreSQL, spoken to over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.gateway.app import create_app
from services.gateway.runtime import Runtime
from services.operations.embedded import assemble
from shared.settings import Settings, from_environment
from tests.people import people

Register = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that lead to nothing of this machine's own."""
    folder: Path = tmp_path_factory.mktemp("data")
    return from_environment({"HINDSIGHT_DATA_DIR": str(folder)})


@pytest.fixture(scope="module")
def runtime(module_database: Engine, settings: Settings) -> Iterator[Runtime]:
    """Applications, read models and their tail, as embedded mode puts them together."""
    with ExitStack() as stack:
        yield assemble(settings, module_database.url.render_as_string(hide_password=False), stack)


@pytest.fixture(scope="module")
def http(runtime: Runtime, module_database: Engine) -> Iterator[httpx.Client]:
    """A client of the gateway, signed in as an administrator."""
    who = people(module_database).administrator()
    with TestClient(
        create_app(runtime),
        base_url="http://127.0.0.1",
        raise_server_exceptions=False,
        cookies=who.cookies,
    ) as client:
        yield client


@pytest.fixture
def register(http: httpx.Client) -> Register:
    """Registers a customer and gives back the receipt."""

    def send(name: str = "Acme", **fields: Any) -> dict[str, Any]:
        body = {"kind": "organization", "name": name, **fields}
        answer = http.post("/api/v1/customers/register-customer", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    return send


@pytest.fixture
def open_deal(http: httpx.Client) -> Register:
    """Opens a deal and gives back the receipt."""

    def send(title: str = "Forty pumps", **fields: Any) -> dict[str, Any]:
        body = {"deal_id": str(uuid4()), "title": title, "amount": "1000", "currency": "EUR", **fields}
        answer = http.post("/api/v1/sales/open-deal", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    return send
