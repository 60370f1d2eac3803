"""An event that this release cannot load hides nothing else that happened to a record."""

from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Engine

from shared import events
from shared.events import Event, event_name
from shared.log.log import Log
from shared.records import Commit, Header
from tests.gateway.conftest import Register


class ParcelHandedOver(Event):
    carrier: str


def test_a_timeline_tells_an_event_of_a_later_release(
    http: httpx.Client, module_database: Engine, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = register()["stream_id"]
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="li", branch="", source="api")
    handed_over = (ParcelHandedOver(carrier="Ems"),)
    commit = Commit(stream_id=UUID(customer), expected_version=1, events=handed_over, header=header, digest=1)
    position = Log(module_database).append([commit])[0].position
    monkeypatch.delitem(events._registry, event_name(ParcelHandedOver))
    entries = http.get(f"/api/v1/timeline/{customer}?min_position={position}").json()["items"]
    assert [entry["data"].get("carrier") for entry in entries] == ["Ems", None]
    page = http.get(f"/customers/{customer}?min_position={position}", headers={"Accept-Language": "en"})
    assert "Parcel handed over: this release cannot read what it holds." in page.text
    assert "Customer <b>Acme</b> registered" in page.text
