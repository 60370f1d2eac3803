"""The whole product over one company, spoken to over HTTP by somebody of every role."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.gateway.app import create_app
from services.operations.embedded import assemble
from shared.settings import from_environment
from tests.harness import databases
from tests.rights.matrix.asking import Asking
from tests.rights.matrix.company import Company
from tests.rights.matrix.files import begun


@pytest.fixture(scope="package")
def company_database(postgres_url: str) -> Iterator[Engine]:
    """A database for every test of a package; each leaves it usable for the others."""
    with databases.fresh_database(postgres_url) as engine:
        yield engine


@pytest.fixture(scope="package")
def company(company_database: Engine) -> Company:
    """Everybody and everything."""
    return Company(company_database)


@pytest.fixture(scope="package")
def app(
    company: Company, company_database: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FastAPI]:
    """The gateway, embedded."""
    folder: Path = tmp_path_factory.mktemp("data")
    settings = from_environment({"HINDSIGHT_DATA_DIR": str(folder)})
    with ExitStack() as stack:
        url = company_database.url.render_as_string(hide_password=False)
        made = create_app(assemble(settings, url, stack))
        begun(made, company)
        yield made


@pytest.fixture(scope="package")
def http(app: FastAPI) -> Iterator[httpx.Client]:
    """A client that follows no redirect and has no cookies of its own."""
    with TestClient(
        app, base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False
    ) as client:
        yield client


@pytest.fixture(scope="package")
def asking(http: httpx.Client, company: Company, app: FastAPI) -> Asking:
    """Asks as somebody of a role, once everything is visible."""
    return Asking(http, company, app)
