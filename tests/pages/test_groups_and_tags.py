"""Groups and tags: formed, filled from a list, counted, and found again through the list's filter."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine

from tests.pages.conftest import Company, Look
from tests.people import People, people

Send = Callable[..., dict[str, Any]]
Change = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def guests(send: Send) -> str:
    """A group with a name to be escaped."""
    return str(send("customers/form-group", group_id=str(uuid4()), name="Fair <2026>")["stream_id"])


@pytest.fixture(scope="module")
def staff(module_database: Engine) -> People:
    """Makes colleagues of any role."""
    return people(module_database)


@pytest.fixture
def change(http: httpx.Client) -> Change:
    """Changes rows of a list at once, and says what came of it once it is done."""

    def carry_out(list_: str, **wanted: Any) -> dict[str, Any]:
        begun = http.post(f"/api/v1/lists/{list_}/changes", json=wanted)
        assert begun.status_code == 202, begun.text
        http.get(f"{begun.headers['location']}/events")  # told until it has ended
        return dict(http.get(begun.headers["location"]).json())

    return carry_out


def _rows(html: str) -> list[str]:
    return re.findall(r'<tr data-id="([^"]+)"', html)


def test_rows_are_put_into_a_group_counted_and_found_by_it(
    change: Change, look: Look, company: Company, guests: str, http: httpx.Client
) -> None:
    chosen = [company.customer, company.long_name]
    look("/customers")
    put = change("customers", field="group", value=guests, ids=chosen)
    assert (put["changed"], put["refused"]) == (2, 0)
    deal = change("deals", field="group", value=guests, ids=[company.open_deal])
    page = look(f"/groups?min_position={deal['position']}")
    row = page[page.index("Fair &lt;2026&gt;") :]
    assert re.findall(r'href="(/[a-z/]+)\?filter=[^"]+">(\d+)</a>', row)[:2] == [
        ("/customers", "2"),
        ("/deals/list", "1"),
    ]
    found = look(f"/customers?filter=groups.has({guests})&columns=name,groups")
    assert set(_rows(found)) == set(chosen)
    assert "Fair &lt;2026&gt;" in found
    assert _rows(look(f"/deals/list?filter=groups.has({guests})")) == [company.open_deal]
    assert company.customer not in _rows(look(f"/customers?filter=groups.lacks({guests})"))
    undone = http.post(f"/api/v1/lists/changes/{put['id']}/undo").headers["location"]
    http.get(f"{undone}/events")
    position = http.get(undone).json()["position"]
    assert _rows(http.get(f"/customers?filter=groups.has({guests})&min_position={position}").text) == []


def test_a_group_that_is_none_is_refused_row_by_row(change: Change, company: Company, look: Look) -> None:
    look("/customers")
    for value in (str(uuid4()), "no id", ""):
        told = change("customers", field="group", value=value, ids=[company.customer])
        assert (told["changed"], told["refused"]) == (0, 1), value


def test_a_group_is_renamed_and_dissolved(send: Send, look: Look, http: httpx.Client) -> None:
    group = send("customers/form-group", group_id=str(uuid4()), name="Callbacks")["stream_id"]
    renamed = send("customers/rename-group", group_id=group, name="To be called")
    seen = http.get(f"/groups?min_position={renamed['position']}").text
    assert "To be called" in seen
    assert "Callbacks" not in seen
    gone = send("customers/dissolve-group", group_id=group)
    assert "To be called" not in http.get(f"/groups?min_position={gone['position']}").text


def test_tags_are_counted_however_they_are_written_and_lead_to_the_list(
    change: Change, look: Look, company: Company, http: httpx.Client
) -> None:
    change("customers", field="tag", value='VIP, "gold"', ids=[company.customer])
    last = change("customers", field="tag", value='vip, "gold"', ids=[company.long_name])
    page = http.get(f"/customers/tags?min_position={last['position']}").text
    (address,) = set(re.findall(r'href="(/customers\?filter=[^"]+)">2</a>', page))
    assert set(_rows(http.get(address).text)) == {company.customer, company.long_name}
    assert "标签" in look("/customers/tags", "zh")


def test_who_may_not_see_the_records_counts_none(
    staff: People, http: httpx.Client, look: Look, company: Company
) -> None:
    look("/customers")
    seller = staff.person("salesperson", "elsewhere")
    assert "VIP" not in http.get("/customers/tags", headers=seller.headers).text
    groups = http.get("/groups", headers=seller.headers).text
    assert set(re.findall(r'filter=groups[^"]+">(\d+)</a>', groups)) == {"0"}
