"""Is the API described completely, and does the page that shows it work without the internet?"""

import re
from typing import Any

import httpx

from services import product
from services.gateway.api.examples import EXAMPLES


def test_every_command_is_described(http: httpx.Client) -> None:
    description = http.get("/api/openapi.json").json()
    for command in product.commands():
        path = f"/api/v1/{command.service()}/{command.method().replace('_', '-')}"
        operation = description["paths"][path]["post"]
        assert operation["summary"]
        assert {"400", "403", "405", "413", "421", "422", "503", "504"} <= set(operation["responses"])


def test_every_example_is_a_valid_command() -> None:
    for command in product.commands():
        command.model_validate(EXAMPLES[command])


def test_every_reference_leads_somewhere(http: httpx.Client) -> None:
    description = http.get("/api/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    for reference in _references(description):
        assert reference.rpartition("/")[2] in description["components"]["schemas"], reference


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for value in part.values() for found in _references(value)]
    if isinstance(part, list):
        return [found for value in part for found in _references(value)]
    return []


def test_the_page_asks_no_other_server_for_anything(http: httpx.Client) -> None:
    page = http.get("/api/docs").text
    assert "//" not in page.replace("<!doctype html>", "")
    for address in re.findall(r'(?:src|href)="(/[^"]*)"', page):
        assert http.get(address).status_code == 200, address


def test_no_answer_is_described_that_nobody_gives(http: httpx.Client) -> None:
    assert "HTTPValidationError" not in http.get("/api/openapi.json").json()["components"]["schemas"]
