"""Is each change of rights, each export and each denial told to those who watch over the installation?"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from events.identity import role_id
from services.gateway.signing_in import security_log
from services.identity import noting
from shared.telemetry.logs import logger
from tests.people import People, Person

Lines = list[Any]


@pytest.fixture
def ada(team: People) -> Person:
    return team.administrator()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What was written; a logger that was used before keeps where it writes to."""
    with capture_logs() as found:
        for module in (security_log, noting):
            monkeypatch.setattr(module, "_log", logger("hindsight.security"))
        yield found


def ask(client: TestClient, who: Person, command: str, **body: Any) -> None:
    answer = client.post(f"/api/v1/identity/{command}", json=body, headers=who.headers)
    assert answer.status_code in (200, 201), answer.text


def changes(lines: Lines) -> list[tuple[str, str]]:
    return [(each["change"], each["concerns"]) for each in lines if each["event"] == "rights changed"]


def test_roles_that_are_given_and_users_who_go_are_told(
    client: TestClient, team: People, ada: Person, lines: Lines
) -> None:
    user = str(uuid4())
    ask(client, ada, "add-user", user_id=user, name="Bo", roles=["viewer"])
    ask(client, ada, "give-roles", user_id=user, roles=["manager"])
    ask(client, ada, "give-roles", user_id=user, roles=["manager"])
    ask(client, ada, "deactivate-user", user_id=user)
    ask(client, ada, "rename-user", user_id=user, name="Bob")
    names = ("UserAdded", "UserRolesChanged", "UserDeactivated")
    assert changes(lines) == [(f"identity.{name}", user) for name in names]
    given = lines[[each.get("change") for each in lines].index("identity.UserRolesChanged")]
    assert (given["by"], given["roles"]) == (str(ada.user_id), ("manager",))


def test_a_role_that_is_changed_is_told(client: TestClient, team: People, ada: Person, lines: Lines) -> None:
    key = "told"
    ask(client, ada, "define-role", key=key, name="Told")
    ask(client, ada, "change-role", key=key, name="Told", grants={"deal.see": "own"})
    ask(client, ada, "retire-role", key=key)
    names = ("RoleDefined", "RoleChanged", "RoleRetired")
    assert changes(lines) == [(f"identity.{name}", str(role_id(key))) for name in names]


def test_an_export_is_told_and_a_refused_one_is_a_denial(
    client: TestClient, team: People, ada: Person, lines: Lines
) -> None:
    auditor = team.person("auditor")
    assert client.get("/api/v1/lists/customers/export", headers=ada.headers).status_code == 200
    assert client.get("/api/v1/lists/customers/export", headers=auditor.headers).status_code == 403
    told = [(each["event"], each["user_id"]) for each in lines if each["event"] in ("export", "denied")]
    assert told == [("export", str(ada.user_id)), ("denied", str(auditor.user_id))]
