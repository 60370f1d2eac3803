"""How are phone numbers kept that were typed without the code of a country?"""

from collections.abc import Iterator

import httpx
import pytest

from tests.gateway.conftest import Register, http, register, runtime, settings
from tests.importing.wizard import Wizard, figures

__all__ = ["http", "register", "runtime", "settings"]
CHOOSE = "/api/v1/configuration/choose-phone-region"


@pytest.fixture
def china(http: httpx.Client) -> Iterator[None]:
    """Numbers without a code are Chinese."""
    position = http.post(CHOOSE, json={"region": "CN"}).json()["position"]
    http.get("/settings/phones", params={"min_position": position})
    yield
    http.post(CHOOSE, json={"region": None})


def phones(http: httpx.Client, receipt: dict[str, object]) -> list[str]:
    address = f"/api/v1/customers/{receipt['stream_id']}?min_position={receipt['position']}"
    return list(http.get(address).json()["phones"])


def test_without_a_country_they_stay_as_they_were_typed(http: httpx.Client, register: Register) -> None:
    typed = ["135 0013-5000", "+8613500135001"]
    assert phones(http, register(contact={"phones": typed})) == typed


def test_with_one_they_are_kept_as_they_are_dialled_from_abroad(
    http: httpx.Client, register: Register, china: None
) -> None:
    typed = ["138 0013-8000", "13800138000", "010 6552 9988 x12", "+44 20 7946 0958", "95588"]
    kept = ["+86 138 0013 8000", "+86 10 6552 9988 x12", "+44 20 7946 0958", "95588"]
    registered = register("Kept Works", contact={"phones": typed})
    assert phones(http, registered) == kept
    for search in ("13800138000", "138 0013 8000", "010 6552 9988", "+86 10 6552 9988"):
        found = http.get("/api/v1/customers", params={"search": search}).json()["items"]
        assert [each["name"] for each in found] == ["Kept Works"], search

    body = {"customer_id": registered["stream_id"], "contact": {"phones": ["139 0013 9000"]}}
    changed = http.post("/api/v1/customers/change-contact-details", json=body).json()
    assert phones(http, changed) == ["+86 139 0013 9000"]


def test_files_are_read_so_too_and_a_second_time_nothing_changes(http: httpx.Client, china: None) -> None:
    text = "Last Name,Email,Phone\nBerg,berg@example.com,137 0013 7000\n"
    assert figures(Wizard(http, {"people.csv": text}).go("run")) == [(1, 0, 0, 0, 0)]
    wizard = Wizard(http, {"people.csv": text})
    assert wizard.draft["tables"][0]["mapping"]["region"] == "CN"
    assert figures(wizard.go("run")) == [(0, 0, 1, 0, 0)]


def test_a_country_nobody_knows_is_refused(http: httpx.Client) -> None:
    for region in ("XX", "cn", "China", ""):
        assert http.post(CHOOSE, json={"region": region}).status_code == 422
