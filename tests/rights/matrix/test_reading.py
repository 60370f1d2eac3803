"""Does any address tell anybody anything of records they may not see?"""

import re

import pytest

from tests.rights.matrix import oracle
from tests.rights.matrix.asking import Asking, unknown
from tests.rights.matrix.company import ROLES, Company

_CHANGING = re.compile(r"correlation[_-]id\W+[0-9a-f-]{36}|[0-9a-f]{8}-[0-9a-f-]{27}|data-position=\"\d+\"")
NOT_YET = (
    "/api/v1/imports/{import_id}/errors.csv",
    "/api/v1/imports/{import_id}/files/{number}/mapping.yaml",
    "/api/v1/imports/{import_id}/files/{number}/rows",
    "/imports/{import_id}/rows/{number}/{row}",
)
"""What an import has that was mapped, checked or run; these only began."""


def leaked(text: str, hidden: set[str]) -> set[str]:
    """Which of the hidden words stand in an answer."""
    return {word for word in hidden if word in text}


@pytest.mark.parametrize("role", ROLES)
def test_no_address_shows_a_word_of_what_its_reader_may_not_see(
    asking: Asking, company: Company, role: str
) -> None:
    hidden = oracle.hidden_words(company, role)
    leaks = [
        (address.path, sorted(found)[:4])
        for address, _, text in asking.read(role)
        if (found := leaked(text, hidden))
    ]
    assert leaks == []


@pytest.mark.parametrize("role", ROLES)
def test_no_address_fails(asking: Asking, role: str) -> None:
    failures = [(address.path, text[:300]) for address, status, text in asking.read(role) if status >= 500]
    assert failures == []


@pytest.mark.parametrize("role", ROLES)
def test_a_forbidden_record_and_one_that_does_not_exist_look_the_same(
    asking: Asking, company: Company, role: str
) -> None:
    nobodys: dict[str, tuple[int, str]] = {}
    differences = []
    for address, status, text in asking.read(role):
        record = address.record
        if record is None or oracle.sees(company, role, record):
            continue
        same = unknown(address)
        if same not in nobodys:
            answer = asking.ask(role, same)
            nobodys[same] = answer.status_code, neutral(answer.text)
        if nobodys[same] != (status, neutral(text)):
            differences.append((address.path, status, nobodys[same][0]))
    assert differences == []


def neutral(text: str) -> str:
    return _CHANGING.sub("…", text)


@pytest.mark.parametrize("role", ROLES)
def test_what_somebody_may_see_is_shown(asking: Asking, company: Company, role: str) -> None:
    """Or the tests above would be content with a product that shows nothing."""
    missing = []
    for path, kind in (("/api/v1/customers/{}", "customer"), ("/api/v1/sales/deals/{}", "deal")):
        for record in company.of(kind):
            answer = asking.ask(role, path.format(record.id))
            if oracle.sees(company, role, record) and record.words[0] not in answer.text:
                missing.append((path, record.words[0], answer.status_code))
    for path, kind in (
        ("/api/v1/customers?limit=200", "customer"),
        ("/api/v1/sales/deals?limit=200", "deal"),
    ):
        text = asking.ask(role, path).text
        seen = [each for each in company.of(kind) if oracle.sees(company, role, each)]
        missing += [(path, each.words[0], 0) for each in seen if each.words[0] not in text]
    assert missing == []


def test_an_administrator_is_answered_by_every_address(asking: Asking) -> None:
    """One that refuses what the matrix asks is not tried at all: the matrix has to learn how to ask."""
    refused = [
        (address.path, status, text[:200])
        for address, status, text in asking.read("administrator")
        if status not in (200, 302, 303, 307)
        and not (status == 404 and (address.record is None or address.route in NOT_YET))
    ]
    assert refused == []


def test_a_hidden_record_is_named_as_one_in_a_timeline(asking: Asking, company: Company) -> None:
    linked = next(each for each in company.of("deal") if each.words[0] == "Zqlinkedsalespersondeal")
    assert "a record you may not see" in asking.ask("salesperson", f"/timeline/{linked.id}").text
    assert "Zqstrangercustomer" in asking.ask("administrator", f"/timeline/{linked.id}").text
    chinese = asking.ask("salesperson", f"/timeline/{linked.id}", headers={"Accept-Language": "zh"})
    assert "您无权查看的记录" in chinese.text


@pytest.mark.parametrize("kind", ["customer", "deal"])
def test_the_page_of_a_record_leads_to_why_one_may(asking: Asking, company: Company, kind: str) -> None:
    mine = next(each for each in company.of(kind) if each.words[0] == f"Zqviewer{kind}")
    assert f"/access?record={mine.id}" in asking.ask("viewer", f"/{kind}s/{mine.id}").text
