"""Would the walk over the routes notice? A leak is planted in one of them, and has to be found there."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.requests import Request

from services.gateway.api import bulk, sign_in
from services.gateway.importing import access as import_access
from services.gateway.lists import choosing
from services.gateway.pages.account import account, of_user
from services.gateway.pages.records import conflicts
from services.gateway.rights import door
from services.gateway.signing_in.accounts import account as account_of
from services.gateway.undoing import takes_back
from shared.rights import guard
from shared.rights.condition import EVERYTHING
from shared.rights.levels import Level
from shared.rights.principal import SYSTEM, Principal
from tests.rights.matrix.asking import Asking
from tests.rights.matrix.company import Company
from tests.rights.matrix.test_routes import unexpected, wrong_answers

Plant = Callable[[pytest.MonkeyPatch], None]


def test_a_route_of_which_nothing_is_expected(asking: Asking) -> None:
    assert unexpected([*asking.routes, ("PUT", "/api/v1/secrets")]) == {("PUT", "/api/v1/secrets")}
    assert unexpected(asking.routes[1:]) == {asking.routes[0]}


def everything_is_seen(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(Principal, "where", lambda *_, **__: EVERYTHING)
    planted.setattr(guard, "_may", lambda *_: True)


def any_rows_are_chosen(planted: pytest.MonkeyPatch) -> None:
    for module in (bulk, choosing):
        planted.setattr(module, "within", lambda *_: EVERYTHING)


def any_import_is_ones_own(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(import_access, "_is_own", lambda *_: True)


def an_import_that_is_seen_is_changed(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(import_access, "changeable", lambda *_: True)
    planted.setattr(Principal, "may", lambda *_, **__: True)


def credentials_are_not_looked_at(planted: pytest.MonkeyPatch) -> None:
    async def theirs(*_: Any) -> None:
        return

    planted.setattr(sign_in, "_must_be_theirs", theirs)


def forms_end_whatever_they_name(planted: pytest.MonkeyPatch) -> None:
    async def named(_: Request, __: Any, given: str, ___: str) -> str:
        return given

    planted.setattr(account, "_own", named)


def anybody_administers_accounts(planted: pytest.MonkeyPatch) -> None:
    async def other(request: Request, user_id: Any) -> Any:
        at = request.app.state.runtime.door
        return await at.ask(lambda: account_of(at.log, user_id))

    planted.setattr(door, "is_open", lambda *_: True)
    for module in (sign_in, of_user):
        planted.setattr(module, "another", other)


def any_history_is_compared(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(conflicts, "visible", lambda *_: True)


def any_change_is_taken_back(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(takes_back, "viewer", lambda _: SYSTEM)
    planted.setattr(guard, "_may", lambda *_: True)


def a_right_is_everybodys(thing: str) -> Plant:
    def widened(planted: pytest.MonkeyPatch) -> None:
        level = Principal.level

        def found(self: Principal, of: str, action: str) -> Level:
            return Level.ALL if thing in (of, action) else level(self, of, action)

        planted.setattr(Principal, "level", found)

    return widened


_IMPORT = "/api/v1/imports/{import_id}"
LEAKS: list[tuple[Plant, str, str, str]] = [
    (everything_is_seen, "salesperson", "POST", "/api/v1/lists/{name}/cell"),
    (everything_is_seen, "salesperson", "POST", "/api/v1/lists/{name}/export"),
    (any_rows_are_chosen, "viewer", "POST", "/api/v1/lists/{name}/changes"),
    *((any_import_is_ones_own, "manager", "POST", f"{_IMPORT}/{step}") for step in ("check", "run")),
    (any_import_is_ones_own, "manager", "PATCH", f"{_IMPORT}/files/{{number}}"),
    (an_import_that_is_seen_is_changed, "manager", "PATCH", f"{_IMPORT}/files/{{number}}"),
    (an_import_that_is_seen_is_changed, "manager", "PATCH", f"{_IMPORT}/files/{{number}}/rows/{{row}}"),
    (a_right_is_everybodys("import"), "salesperson", "POST", f"{_IMPORT}/undo"),
    (a_right_is_everybodys("import"), "salesperson", "POST", "/api/v1/imports"),
    (credentials_are_not_looked_at, "viewer", "DELETE", "/api/v1/sessions/{session_id}"),
    (credentials_are_not_looked_at, "viewer", "DELETE", "/api/v1/tokens/{token_id}"),
    (forms_end_whatever_they_name, "viewer", "POST", "/settings/account/sessions"),
    (forms_end_whatever_they_name, "viewer", "POST", "/settings/account/tokens/revoke"),
    (anybody_administers_accounts, "manager", "DELETE", "/api/v1/users/{user_id}/sessions"),
    (anybody_administers_accounts, "manager", "DELETE", "/api/v1/users/{user_id}/second-factor"),
    (anybody_administers_accounts, "manager", "POST", "/settings/people/{user_id}/sign-in"),
    (any_history_is_compared, "salesperson", "POST", "/conflicts/{stream_id}"),
    (any_change_is_taken_back, "salesperson", "POST", "/api/v1/undo/{stream_id}"),
    (a_right_is_everybodys("operation"), "auditor", "POST", "/api/v1/operations/parked/retry"),
    (a_right_is_everybodys("report"), "manager", "POST", "/settings/rates/import"),
    (a_right_is_everybodys("task"), "viewer", "POST", "/api/v1/tasks/quick-add"),
]


@pytest.mark.parametrize(
    ("plant", "role", "method", "route"), LEAKS, ids=[f"{each[0].__name__}-{each[3]}" for each in LEAKS]
)
def test_a_leak_in_a_route_that_changes_something(
    asking: Asking,
    company: Company,
    monkeypatch: pytest.MonkeyPatch,
    plant: Plant,
    role: str,
    method: str,
    route: str,
) -> None:
    plant(monkeypatch)
    assert wrong_answers(asking, company, role, [(method, route)])
