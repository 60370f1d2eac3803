"""Is a list that was exported and imported again the same as it was?"""

import httpx
import pytest

from tests.gateway.conftest import Register, http, register, runtime, settings
from tests.importing.wizard import Wizard, figures

__all__ = ["http", "register", "runtime", "settings"]
NAMES = ["=1+1 Ltd", "+49 Tools", "@sum Media", "'Quoted' Ltd", "Plain Works", "上海凯捷电子"]


@pytest.fixture(scope="module")
def field(http: httpx.Client) -> None:
    """A field that an administrator added."""
    body = {"object": "customer", "key": "size", "kind": "number", "label": {"en": "Size", "zh": "规模"}}
    assert http.post("/api/v1/configuration/define-field", json=body).is_success


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_an_exported_list_is_imported_again_and_nothing_changes(
    http: httpx.Client, register: Register, field: None, format_: str
) -> None:
    for number, name in enumerate(NAMES):
        position = register(
            f"{name} {format_}",
            organization={"sector": "round", "country": "中国"},
            contact={"phones": ["+86 138 0013 8000"], "emails": [f"{format_}{number}@example.com"]},
            custom={"size": str(number)},
        )["position"]
    http.get(f"/api/v1/customers?limit=1&min_position={position}")
    columns = "name,kind,lifecycle,branch,sector,country,phones,emails,custom.size,owner_id"
    query = f"filter=name.has({format_})&columns={columns}&format={format_}"
    file = http.get(f"/api/v1/lists/customers/export?{query}").content
    wizard = Wizard(http, {f"customers.{format_}": file})
    checked = wizard.go("check")
    assert figures(checked) == [(0, 0, len(NAMES), 0, 0)], (wizard.draft["tables"], wizard.rows())
