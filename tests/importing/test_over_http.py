"""Can files be sent over HTTP, loaded in the background, and their rejected rows fetched?"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services import product
from services.gateway.app import create_app
from services.gateway.feed import Feed
from services.gateway.runtime import Runtime
from services.gateway.uploads import safe_name
from shared.importing import record_id
from shared.local_bus import LocalBus
from shared.log.log import Log
from shared.settings import from_environment
from tests.importing.conftest import MAPPINGS
from tests.people import people

IMPORTS = "/api/v1/imports"


@pytest.fixture
def client(database: Engine, log: Log, tmp_path: Path) -> Iterator[TestClient]:
    bus = LocalBus(product.applications(log))
    settings = from_environment({"HINDSIGHT_DATA_DIR": str(tmp_path / "data")})
    runtime = Runtime(database, log, bus, Feed(log), settings, dict)
    who = people(database).administrator()
    with TestClient(create_app(runtime), base_url="http://localhost", cookies=who.cookies) as opened:
        yield opened


def parts(shop: Path) -> list[tuple[str, tuple[str, bytes]]]:
    files = [("files", (path.name, path.read_bytes())) for path in shop.glob("*.csv")]
    return files + [("mapping", (path.name, path.read_bytes())) for path in MAPPINGS.glob("*.yaml")]


def ended(client: TestClient, address: str) -> dict[str, Any]:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        report: dict[str, Any] = client.get(address).json()
        if report["state"] not in ("running", "undoing"):
            return report
        time.sleep(0.02)
    raise TimeoutError(f"{address} still runs")


def test_files_are_loaded_in_the_background(client: TestClient, shop: Path, log: Log) -> None:
    accepted = client.post(IMPORTS, files=parts(shop))
    assert accepted.status_code == 202
    report = ended(client, accepted.headers["Location"])
    assert (report["state"], report["done"]) == ("done", 14)
    assert [file["created"] for file in report["files"]] == [2, 2, 2, 2, 2, 4]
    assert len(log.stream(record_id("deal", "D1"))) == 4


def test_a_dry_run_sends_nothing(client: TestClient, shop: Path, log: Log) -> None:
    accepted = client.post(IMPORTS, files=parts(shop), data={"dry_run": "true"})
    assert ended(client, accepted.headers["Location"])["dry_run"] is True
    assert log.existing([record_id("deal", "D1")]) == set()


def test_rejected_rows_can_be_fetched(client: TestClient, shop: Path) -> None:
    (shop / "goods.csv").write_text("Good,Family,Price\nLamp,Light,120\nDesk Pro,Office,dear\n")
    accepted = client.post(IMPORTS, files=parts(shop))
    address = accepted.headers["Location"]
    assert ended(client, address)["files"][3]["rejected"] == 1
    rows = client.get(f"{address}/errors.csv", params={"file": "goods.csv"}).text
    assert rows.splitlines()[1] == "3,Price: 'dear' is not a number,Desk Pro,Office,dear"


def test_a_broken_file_is_refused_at_once(client: TestClient, shop: Path, log: Log) -> None:
    (shop / "goods.csv").write_text('Good,Family,Price\n"Lamp,Light,120\n')
    refused = client.post(IMPORTS, files=parts(shop))
    assert refused.status_code == 422
    assert "goods.csv: row 2 (line 2) opens a quote" in refused.json()["problems"][0]["problem"]
    assert log.existing([record_id("user", "李娜")]) == set()


def test_an_uploaded_mapping_cannot_read_files_of_the_server(
    client: TestClient, shop: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("Good,Family,Price\ns3cret,Light,9\n", encoding="utf-8")
    # As many levels up as there can be, then down to the file.
    away = "../" * 20 + str(secret).lstrip("/")
    mapping = (MAPPINGS / "4-goods.yaml").read_text(encoding="utf-8").replace("goods.csv", away)
    goods = ("files", ("goods.csv", (shop / "goods.csv").read_bytes()))
    refused = client.post(IMPORTS, files=[goods, ("mapping", ("m.yaml", mapping.encode()))])
    assert refused.status_code == 422, refused.text
    assert "is not the name of a file" in refused.json()["problems"][0]["problem"]


def test_a_mapping_that_contains_itself_is_refused(client: TestClient, shop: Path) -> None:
    goods = ("files", ("goods.csv", (shop / "goods.csv").read_bytes()))
    refused = client.post(IMPORTS, files=[goods, ("mapping", ("m.yaml", b"&a\nfields: *a\n"))])
    assert refused.status_code == 422, refused.text
    assert "anchors (&) and aliases (*)" in refused.json()["problems"][0]["problem"]


def test_a_request_without_files_says_what_is_missing(client: TestClient, shop: Path) -> None:
    assert client.post(IMPORTS, json={}).status_code == 415
    only_files = [part for part in parts(shop) if part[0] == "files"]
    only_mappings = [part for part in parts(shop) if part[0] == "mapping"]
    assert client.post(IMPORTS, files=only_mappings).json()["field"] == "files"
    unknown = client.post(IMPORTS, files=only_files, data={"example": "../.."})
    assert unknown.json()["field"] == "example"


def test_what_is_wrong_with_the_body_is_said_in_the_readers_language(client: TestClient) -> None:
    chinese = {"Accept-Language": "zh"}
    assert client.post(IMPORTS, json={}, headers=chinese).json()["detail"] == (
        "请以 multipart/form-data 格式提交文件。"
    )
    form = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(2**30)}
    too_large = client.post(IMPORTS, content=b"", headers=chinese | form)
    assert too_large.status_code == 413
    assert too_large.json()["detail"] == "文件过大。一次导入最多 500 MiB；请分几次提交。"
    assert "at most 500 MiB" in client.post(IMPORTS, content=b"", headers=form).json()["detail"]


def test_too_many_imports_at_once_are_asked_to_come_again(
    client: TestClient, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.gateway.importing.imports.RUNNING", 0)
    refused = client.post(IMPORTS, files=parts(shop))
    assert (refused.status_code, refused.json()["kind"]) == (503, "TooManyImports")
    assert int(refused.headers["Retry-After"]) > 0


def test_the_description_of_imports_says_what_they_take(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()["paths"][IMPORTS]["post"]["responses"]
    assert "500 MiB" in described["413"]["description"]
    assert "multipart/form-data" in described["415"]["description"]
    assert "imports are running already" in described["503"]["description"]
    assert "Retry-After" in described["503"]["headers"]


def test_an_import_nobody_started_is_not_found(client: TestClient) -> None:
    assert client.get(f"{IMPORTS}/{record_id('deal', 'D1')}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\a.csv", "a.csv"),
        (".hidden", "hidden"),
        ("客户.csv", "客户.csv"),
        ("客" * 100 + ".csv", "客" * 66 + ".csv"),
    ],
)
def test_names_of_uploads_lead_nowhere_else(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
