"""Is every route of the gateway answered to every role as the table of expectations says?"""

from collections.abc import Iterable

import pytest

from tests.rights.matrix import oracle
from tests.rights.matrix.asking import CURSORS, STREAMS, Asking
from tests.rights.matrix.company import ROLES, Company
from tests.rights.matrix.expectations import RIGHT_TO_LOOK
from tests.rights.matrix.test_reading import leaked, neutral
from tests.rights.matrix.trials import TRIALS, Trial

Wrong = tuple[str, str, str, int | list[str]]


def unexpected(routes: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Routes of which nothing is expected, and what is expected of routes that there are not."""
    expected = {("GET", route) for route in RIGHT_TO_LOOK} | set(TRIALS)
    return set(routes) ^ expected


def test_something_is_expected_of_every_route_and_of_nothing_else(asking: Asking) -> None:
    assert unexpected(asking.routes) == set()


@pytest.mark.parametrize("role", ROLES)
def test_every_route_is_looked_at_by_those_it_is_open_to(asking: Asking, role: str) -> None:
    wrong = []
    tried = set()
    for address, status, _ in asking.read(role):
        tried.add(address.route)
        has = oracle.has(role, RIGHT_TO_LOOK[address.route])
        if (status == 403) == has and not _narrower(address.route):
            wrong.append((address.path, status))
    assert wrong == []
    assert tried == set(RIGHT_TO_LOOK) - {*STREAMS, *CURSORS}


def _narrower(route: str) -> bool:
    """An export takes the right to that list, besides; see the trials."""
    return route == "/api/v1/lists/{name}/export"


def wrong_answers(
    asking: Asking, company: Company, role: str, routes: Iterable[tuple[str, str]]
) -> list[Wrong]:
    """What is answered otherwise than expected, tells of what is hidden, or tells that it is there."""
    hidden = oracle.hidden_words(company, role)
    wrong: list[Wrong] = []
    for method, route in routes:
        for trial in TRIALS[method, route](company, role):
            if trial.listed:
                asking.wait_for(role, *trial.listed)
            answer = asking.ask(role, trial.path, method, **trial.body)
            if answer.status_code not in trial.expected:
                wrong.append((method, trial.path, "answered", answer.status_code))
            if told := sorted(word for word in leaked(answer.text, hidden) if word not in str(trial.body)):
                wrong.append((method, trial.path, "told", told))
            if (
                answer.status_code == 404
                and trial.unknown
                and _differs(asking, role, method, trial, answer.text)
            ):
                wrong.append((method, trial.path, "unlike what is not there", 404))
    return wrong


def _differs(asking: Asking, role: str, method: str, trial: Trial, text: str) -> bool:
    assert trial.unknown is not None
    return neutral(asking.ask(role, trial.unknown, method, **trial.body).text) != neutral(text)


@pytest.mark.parametrize("role", ROLES)
def test_every_route_that_changes_something_is_answered_as_the_roles_say(
    asking: Asking, company: Company, role: str
) -> None:
    assert wrong_answers(asking, company, role, TRIALS) == []


@pytest.mark.parametrize("role", ROLES)
def test_as_many_rows_are_changed_at_once_as_the_right_reaches(
    asking: Asking, company: Company, role: str
) -> None:
    for kind in ("customer", "deal"):
        records = list(company.of(kind))
        body = {"field": "name" if kind == "customer" else "title", "value": "x" * 9_000}
        answer = asking.ask(
            role, f"/api/v1/lists/{kind}s/changes", "POST", json={**body, "ids": [str(e.id) for e in records]}
        )
        reached = [
            each
            for each in records
            if oracle.sees(company, role, each) and oracle.may(company, role, f"{kind}.bulk", each)
        ]
        told = answer.json().get("total", 0) if answer.status_code == 202 else 0
        assert told == len(reached), kind
        if answer.status_code == 202:
            change = answer.json()["id"]
            other = "manager" if role != "manager" else "administrator"
            assert asking.ask(other, f"/api/v1/lists/changes/{change}").status_code == 404
            assert asking.ask(other, f"/api/v1/lists/changes/{change}/undo", "POST").status_code == 404
