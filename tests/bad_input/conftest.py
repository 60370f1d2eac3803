"""A company in one process on a port of its own, and somebody of every role who is signed in there."""

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import structlog
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine

from services.gateway.app import create_app
from services.gateway.runtime import Runtime
from services.operations.embedded import assemble
from shared.settings import from_environment
from tests.rights.matrix.company import Company
from tests.rights.matrix.conftest import company, company_database

__all__ = ["company", "company_database"]


@pytest.fixture(scope="package")
def runtime(
    company: Company, company_database: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runtime]:
    """Applications, read models and their tail, as embedded mode puts them together."""
    folder: Path = tmp_path_factory.mktemp("data")
    with ExitStack() as stack:
        url = company_database.url.render_as_string(hide_password=False)
        yield assemble(from_environment({"HINDSIGHT_DATA_DIR": str(folder)}), url, stack)


@pytest.fixture(scope="package", autouse=True)
def silence() -> Iterator[None]:
    """Every request here is refused, and each refusal would be a line."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="package")
def app(runtime: Runtime) -> FastAPI:
    """The gateway."""
    return create_app(runtime)


@pytest.fixture(scope="package")
def address(app: FastAPI) -> Iterator[str]:
    """Where it is served, over real HTTP: what a test client would mend arrives as it was sent."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
