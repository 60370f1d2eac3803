"""What reads files does so beside the event loop, which serves everybody else meanwhile."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Engine

from services.gateway.lists.bulk_store import BulkStore
from services.importing.wizard.store import Store
from tests.imported import imported

ASKED = (
    f"/api/v1/imports/{uuid4()}",
    f"/api/v1/imports/{uuid4()}/errors.csv",
    f"/api/v1/imports/{uuid4()}/files/0/mapping.yaml",
    f"/api/v1/lists/changes/{uuid4()}",
    f"/api/v1/lists/changes/{uuid4()}/events",
)
SENT = ("check", "run", "undo")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each file that is read: is it on a loop?"""
    found: list[bool] = []
    for store in (Store, BulkStore):
        load: Any = store.load

        def noted(self: Any, id_: UUID, load: Any = load) -> Any:
            try:
                asyncio.get_running_loop()
                found.append(True)
            except RuntimeError:
                found.append(False)
            return load(self, id_)

        monkeypatch.setattr(store, "load", noted)
    return found


@pytest.mark.parametrize("address", ASKED)
def test_what_is_asked_of_imports_and_changes(http: httpx.Client, read: list[bool], address: str) -> None:
    assert http.get(address).status_code == 404
    assert read == [False]


def test_whose_the_last_imports_are(http: httpx.Client, read: list[bool], module_database: Engine) -> None:
    imported(module_database)
    assert http.get("/api/v1/imports").is_success
    assert read == [False]


@pytest.mark.parametrize("step", SENT)
def test_what_is_done_with_imports(http: httpx.Client, read: list[bool], step: str) -> None:
    http.post(f"/api/v1/imports/{uuid4()}/{step}")
    assert read == [False]
