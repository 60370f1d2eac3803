"""Does every form of every page refuse at the field what no field takes, and leave nothing half-written?"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from services.gateway.pages.sign_in.forms import TOKEN
from tests.bad_input.forms import Field, Form, Reader
from tests.bad_input.pages import pages
from tests.bad_input.texts import REFUSED
from tests.rights.matrix.company import Company
from tests.sign_in.conftest import Visitor

HTML = {"Accept": "text/html"}
BAD = (REFUSED["NUL"], REFUSED["override"], "x" * 10_001)
TOKENS: dict[str, str] = {}


class Found(NamedTuple):
    """A form, and the page it stands in."""

    page: str
    form: Form


@pytest.fixture(scope="module")
def http(address: str, company: Company) -> Iterator[httpx.Client]:
    """An administrator's browser."""
    who = company.user["administrator"]
    with httpx.Client(base_url=address, headers=who.headers | HTML, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def visitor(address: str, company: Company) -> Iterator[Visitor]:
    """The same browser, with the cookies that belong to the tokens of forms."""
    with httpx.Client(base_url=address, timeout=20) as client:
        visitor = Visitor(client)
        visitor.cookies.update(company.user["administrator"].cookies)
        yield visitor


@pytest.fixture(scope="module")
def forms(http: httpx.Client, company: Company, app: FastAPI) -> list[Found]:
    """Every form there is, once each."""
    found: dict[Any, Found] = {}
    for page in pages(company, app):
        answer = http.get(page)
        assert answer.status_code < 500, (page, answer.text)
        if answer.headers.get("content-type", "").startswith("text/html"):
            for form in Reader(answer.text).forms:
                names = tuple(field.name for field in form.fields)
                known = (form.command, form.attributes.get("action"), names)
                found.setdefault(known, Found(page, form))
    return list(found.values())


def test_there_are_forms(forms: list[Found]) -> None:
    sent = {found.form.command for found in forms}
    assert {
        "customers/register-customer",
        "sales/open-deal",
        "activities/log-activity",
        "tasks/quick-add",
        "identity/add-user",
        "identity/open-branch",
        "identity/form-team",
        "identity/define-role",
        "configuration/define-field",
        "configuration/note-rate",
        "sales/define-pipeline",
        "sales/list-product",
        "sales/rename-deal",
        "customers/rename-customer",
    } <= sent
    assert {found.form.attributes.get("action") for found in forms if found.form.posts} >= {
        "/settings/preferences",
        "/settings/account/password",
        "/settings/account/tokens",
    }


def test_forms_that_are_commands_refuse_at_the_field(
    http: httpx.Client, forms: list[Found], company_database: Engine
) -> None:
    before, wrong, asked = _events(company_database), [], 0
    for page, form in forms:
        for field in form.typed() if form.command else ():
            for text in BAD:
                answer = http.post(
                    f"/api/v1/{form.command}",
                    json=form.body(**{field.name: [text] if field.many else text}),
                    headers={"Accept": "application/json"},
                )
                asked += 1
                if not _named(answer, field):
                    wrong.append(
                        (page, form.command, field.name, text[:12], answer.status_code, answer.text[:200])
                    )
    assert not wrong, "\n".join(map(str, wrong))
    assert asked > 100
    assert _events(company_database) == before


def test_forms_that_are_sent_as_a_whole_refuse_at_the_field(
    visitor: Visitor, forms: list[Found], company_database: Engine
) -> None:
    before, wrong = _events(company_database), []
    for page, form in forms:
        for field in form.typed() if form.posts else ():
            for text in BAD:
                held = {each.name: each.value for each in form.fields} | {field.name: text}
                answer = _sent(visitor, page, form, held)
                if answer.status_code != 422 or not _noted(answer.text, field):
                    wrong.append((page, form.attributes, field.name, text[:12], answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert _events(company_database) == before


def test_forms_that_are_sent_as_a_whole_have_no_other_fields(visitor: Visitor, forms: list[Found]) -> None:
    for page, form in forms:
        if form.posts and form.attributes["action"] != "/sign-out":
            held = {each.name: each.value for each in form.fields} | {"nonsense": "x"}
            assert _sent(visitor, page, form, held).status_code == 422, (page, form.attributes)


def test_forms_that_ask_take_anything_as_a_question(http: httpx.Client, forms: list[Found]) -> None:
    script = "<script>alert(1)</script>"
    for page, form in forms:
        for field in form.typed() if not form.posts and not form.command else ():
            for text in (*BAD[:2], "x" * 3_000, script):
                answer = http.get(form.attributes.get("action") or page, params={field.name: text})
                assert answer.status_code < 500, (page, field, text[:20])
                assert script not in answer.text


def _sent(visitor: Visitor, page: str, form: Form, held: dict[str, str]) -> httpx.Response:
    if page not in TOKENS:
        fields = [field for found in Reader(visitor.get(page).text).forms for field in found.fields]
        TOKENS[page] = next(field.value for field in fields if field.name == TOKEN)
    return visitor.send(form.attributes.get("action") or page, held | {TOKEN: TOKENS[page]})


def _named(answer: httpx.Response, field: Field) -> bool:
    if answer.status_code != 422:
        return False
    names = [problem["field"] for problem in answer.json().get("problems", ())]
    return any(name == field.name or name.startswith(f"{field.name}.") for name in names)


def _noted(html: str, field: Field) -> bool:
    """Is it marked as wrong, with a sentence beside it?"""
    return re.search(rf'class="field refused">\s*<label for="{field.name}"', html) is not None


def _events(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("select count(*) from log.events").scalar_one())
