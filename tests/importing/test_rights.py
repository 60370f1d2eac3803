"""Does an import take the right to it, stay with whoever began it, and tell nothing of what is hidden?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml
from sqlalchemy import Engine

from services.identity.commands import DefineRole, GiveRoles
from tests.gateway.conftest import http, register, runtime, settings
from tests.importing.wizard import IMPORTS, Wizard, figures
from tests.people import Person, people

__all__ = ["http", "register", "runtime", "settings"]

PEOPLE = "Contact ID,Last Name,Email,Phone\n{0}1,Berg{0},berg{0}@example.com,+49 30 90182{0}\n"
DEALS = (
    "Deal ID,Deal Name,Deal Stage,Amount,Associated Contact Email\n{0}1,Pumps,lead,{1},berg{0}@example.com\n"
)


@pytest.fixture(scope="module")
def staff(module_database: Engine, http: httpx.Client) -> dict[str, Person]:
    """People with roles that differ in what they may import."""
    found = people(module_database)
    found.administrator()
    every: dict[str, Any] = {
        f"{thing}.{action}": "branch"
        for thing in ("customer", "deal")
        for action in ("see", "create", "edit", "assign", "remove")
    }
    customers = {**every, "import.create": "own", "import.see": "branch", "customer.import": "own"}
    both = {**customers, "deal.import": "own"}
    found.do(DefineRole(key="customers_only", name="C", grants=customers))
    neither = {right: reach for right, reach in customers.items() if right != "customer.import"}
    found.do(DefineRole(key="neither", name="N", grants=neither))
    found.do(DefineRole(key="both", name="B", grants=both))
    found.do(DefineRole(key="discreet", name="D", grants=both, fields={"customer.emails": "hidden"}))
    roles = ("customers_only", "both", "both", "discreet", "auditor", "salesperson")
    names = ("customers only", "both", "other", "discreet", "auditor", "seller")
    return {name: found.person(role, "here") for name, role in zip(names, roles, strict=True)} | {
        "away": found.person("both", "away")
    }


@pytest.fixture
def by(http: httpx.Client, staff: Mapping[str, Person]) -> Any:
    """The client as somebody else."""

    @contextmanager
    def signed_in(name: str) -> Iterator[httpx.Client]:
        own = dict(http.cookies)
        http.cookies.clear()
        http.cookies.update(staff[name].cookies)
        try:
            yield http
        finally:
            http.cookies.clear()
            http.cookies.update(own)

    return signed_in


def refused(client: httpx.Client, wizard: Wizard, *steps: str) -> set[int]:
    return {client.post(f"{wizard.address}/{step}").status_code for step in steps}


def test_each_kind_of_record_takes_its_own_right(by: Any) -> None:
    with by("customers only") as client:
        deals = Wizard(client, {"deals.csv": DEALS.format(51, 7)})
        deals.change(0, target="deal")
        assert refused(client, deals, "check", "run") == {403}
        assert figures(Wizard(client, {"people.csv": PEOPLE.format(51)}).go("run")) == [(1, 0, 0, 0, 0)]
    with by("seller") as client:
        answer = client.post(IMPORTS, files=[("files", ("people.csv", b"Last Name\nX\n"))])
        assert answer.status_code == 403


def test_the_right_is_asked_for_again_when_an_import_goes_on(
    by: Any, staff: Mapping[str, Person], module_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with by("both") as client:
        wizard = Wizard(client, {"people.csv": PEOPLE.format(52)})
        monkeypatch.setattr("services.gateway.importing.api.check_things", lambda *_: None)
        found = people(module_database)
        found.do(GiveRoles(user_id=staff["both"].user_id, roles=("neither",)))
        try:
            assert wizard.go("run")["state"] == "failed"
        finally:
            found.do(GiveRoles(user_id=staff["both"].user_id, roles=("both",)))


def test_an_import_is_seen_corrected_continued_and_undone_by_whoever_began_it(
    by: Any, http: httpx.Client
) -> None:
    with by("both") as client:
        wizard = Wizard(client, {"people.csv": PEOPLE.format(53)})
        wizard.go("check")
        wizard.go("run")
    for name, status in (("other", 404), ("away", 404), ("auditor", 403)):
        with by(name) as client:
            assert refused(client, wizard, "check", "run", "undo", "undo?dry_run=true") == {status}
            cells = client.patch(f"{wizard.address}/files/0/rows/2", json={"cells": {}})
            assert cells.status_code == status
            seen = client.get(wizard.address).status_code
            assert seen == (200 if name == "auditor" else 404)
            listed = {each["id"] for each in client.get(IMPORTS).json()["items"]}
            assert (wizard.draft["id"] in listed) == (name == "auditor")
    wizard.client = http
    assert refused(http, wizard, "undo?dry_run=true") == {200}
    assert wizard.go("undo")["state"] == "undone"
    assert figures(wizard.go("run")) == [(1, 0, 0, 0, 0)]


def test_what_no_wizard_began_is_undone_by_administrators_only(by: Any) -> None:
    with by("both") as client:
        assert client.post(f"{IMPORTS}/{uuid4()}/undo").status_code == 404


def test_a_key_of_a_record_that_is_hidden_tells_nothing_of_it(by: Any) -> None:
    with by("away") as client:
        theirs = {"people.csv": PEOPLE.format(54), "deals.csv": DEALS.format(54, 700)}
        assert figures(Wizard(client, theirs).go("run"))[0] == (1, 0, 0, 0, 0)
    with by("both") as client:
        for text in (PEOPLE.format(54), PEOPLE.format(54).replace("Berg54", "Else")):
            wizard = Wizard(client, {"people.csv": text})
            assert figures(wizard.go("check")) == [(0, 0, 0, 0, 1)]
            assert figures(wizard.go("run")) == [(0, 0, 0, 0, 1)]


def test_a_relation_to_a_hidden_record_is_one_to_nothing(by: Any) -> None:
    with by("away") as client:
        assert figures(Wizard(client, {"people.csv": PEOPLE.format(55)}).go("run")) == [(1, 0, 0, 0, 0)]
    with by("both") as client:
        wizard = Wizard(client, {"deals.csv": DEALS.format(55, 7)})
        told = wizard.go("check")
        assert "Berg55" not in str(told) + str(wizard.rows())
        (marks,) = [row["marks"] for row in wizard.rows()]
        assert "Associated Contact Email" in {mark["column"] for mark in marks}


def test_nothing_is_taken_over_from_a_hidden_record(by: Any) -> None:
    with by("away") as client:
        assert figures(Wizard(client, {"people.csv": PEOPLE.format(57)}).go("run")) == [(1, 0, 0, 0, 0)]
    text = DEALS.format(57, 7).replace("Deal Name,", "Who,Deal Name,").replace("Pumps,", "{0},Pumps,")
    told = {}
    for name in ("both", "away"):
        with by(name) as client:
            wizard = Wizard(client, {"deals.csv": text.format("people person 571")})
            mapping = yaml.safe_load(client.get(f"{wizard.address}/files/0/mapping.yaml").text)
            fields = {key: each for key, each in mapping["fields"].items() if key != "customer"}
            fields["title"] = {"column": "Who", "refer": "customer", "by": ["key"], "take": "name"}
            wizard.change(0, mapping={**mapping, "fields": fields})
            told[name] = str(wizard.go("check")) + str(wizard.rows())
    assert ("Berg57" in told["away"], "Berg57" in told["both"]) == (True, False)


def test_a_hidden_field_finds_no_duplicate_and_is_not_set(by: Any) -> None:
    with by("both") as client:
        assert figures(Wizard(client, {"people.csv": PEOPLE.format(56)}).go("run")) == [(1, 0, 0, 0, 0)]
    with by("discreet") as client:
        wizard = Wizard(client, {"people.csv": PEOPLE.format(56)})
        answer = client.post(f"{wizard.address}/check")
        assert answer.status_code == 422
        assert [each["field"] for each in answer.json()["problems"]] == ["emails"]
