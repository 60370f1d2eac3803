"""Does a token lend what it says, and nothing beyond, until it is taken back?"""

import httpx
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from events.sign_in import token_id
from services.identity.commands import DefineRole, Reach
from services.identity.secrets import bearer
from services.identity.sign_in_commands import RevokeToken
from shared.log.log import Log
from tests.people import People, Person
from tests.sign_in.test_password import types, until

ACME = {"kind": "organization", "name": "Acme"}
REGISTER = "/api/v1/customers/register-customer"


@pytest.fixture(scope="module")
def ada(team: People) -> Person:
    return team.administrator()


def shows(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_reads_but_does_not_write_unless_it_says_so(
    client: TestClient, team: People, ada: Person
) -> None:
    reader = shows(team.token(ada.user_id, "customer:read"))
    writer = shows(team.token(ada.user_id, "customer:read", "customer:write"))
    assert client.get("/api/v1/customers", headers=reader).status_code == 200
    assert client.post(REGISTER, json=ACME, headers=reader).status_code == 403
    assert client.post(REGISTER, json=ACME, headers=writer).status_code == 201
    assert client.get("/api/v1/sales/deals", headers=writer).status_code == 403


def test_a_revoked_token_is_refused_with_the_next_call(client: TestClient, team: People, ada: Person) -> None:
    token = team.token(ada.user_id, "*:read")
    assert client.get("/api/v1/customers", headers=shows(token)).status_code == 200
    team.do(RevokeToken(token_id=token_id(bearer.digest(token)), by=None))
    refused = client.get("/api/v1/customers", headers=shows(token))
    assert (refused.status_code, refused.json()["kind"]) == (401, "NotSignedIn")
    assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("shown", ["Bearer ", "Bearer hs_made-up", "Basic YWRhOnB3", "hs_made-up"])
def test_what_is_no_token_lets_nobody_in(client: TestClient, ada: Person, shown: str) -> None:
    answer = client.get("/api/v1/customers", headers={"Authorization": shown, **ada.headers})
    assert answer.status_code == 401, "whoever shows something is not let in by something else"


def test_its_first_use_is_recorded_once(
    client: TestClient, team: People, ada: Person, module_database: Engine
) -> None:
    token = team.token(ada.user_id, "*:read")
    stream = token_id(bearer.digest(token))
    for _ in range(2):
        client.get("/api/v1/customers", headers=shows(token))
        until(lambda: len(Log(module_database).stream(stream)) == 2)
    assert types(module_database, stream) == ["TokenIssued", "TokenFirstUsed"]


def test_a_token_makes_no_token_and_sees_no_session(client: TestClient, team: People, ada: Person) -> None:
    lent = shows(team.token(ada.user_id))
    wanted = {"name": "another", "scopes": ["*:read"]}
    assert client.post("/api/v1/tokens", json=wanted, headers=lent).status_code == 403
    assert client.get("/api/v1/sessions", headers=lent).status_code == 403
    assert client.get("/settings/account", headers=lent).status_code == 403
    assert client.post(f"/api/v1/users/{ada.user_id}/password", headers=lent).status_code == 403


def test_a_token_is_made_listed_and_revoked_over_http(client: TestClient, ada: Person) -> None:
    wanted = {"name": "Nightly export", "scopes": ["customer:read"], "days": 30}
    made = client.post("/api/v1/tokens", json=wanted, headers=ada.headers)
    assert made.status_code == 201, made.text
    assert made.headers["cache-control"] == "no-store"
    told = made.json()
    assert client.get("/api/v1/customers", headers=shows(told["token"])).status_code == 200
    until(lambda: "Nightly export" in names(client.get("/api/v1/tokens", headers=ada.headers)))
    assert told["token"] not in client.get("/api/v1/tokens", headers=ada.headers).text
    address = f"/api/v1/tokens/{told['token_id']}"
    assert client.delete(address, headers=ada.headers).status_code == 204
    assert client.get("/api/v1/customers", headers=shows(told["token"])).status_code == 401


@pytest.mark.parametrize("scopes", [[], ["customer"], ["customer:delete"], ["*"], ["customer:read "] * 60])
def test_a_scope_that_is_none_is_refused(client: TestClient, ada: Person, scopes: list[str]) -> None:
    wanted = {"name": "x", "scopes": scopes}
    assert client.post("/api/v1/tokens", json=wanted, headers=ada.headers).status_code == 422


def test_nobody_ends_what_is_anothers(client: TestClient, team: People, ada: Person) -> None:
    other = team.person("salesperson", "North")
    token = token_id(bearer.digest(team.token(ada.user_id)))
    assert client.delete(f"/api/v1/tokens/{token}", headers=other.headers).status_code == 404
    for method, what in (("GET", "sessions"), ("DELETE", "sessions"), ("POST", "password")):
        answer = client.request(method, f"/api/v1/users/{ada.user_id}/{what}", headers=other.headers)
        assert answer.status_code == 403


def test_an_administrator_signs_somebody_out_and_gives_a_password(
    client: TestClient, team: People, ada: Person
) -> None:
    other = team.person("salesperson", "South")
    assert client.get("/api/v1/customers", headers=other.headers).status_code == 200
    given = client.post(f"/api/v1/users/{other.user_id}/password", headers=ada.headers)
    assert len(given.json()["password"]) >= 16
    assert client.get("/api/v1/customers", headers=other.headers).status_code == 401
    again = team.signed_in(other.user_id)
    seen = f"/api/v1/users/{other.user_id}/sessions"
    until(lambda: len(client.get(seen, headers=ada.headers).json()["items"]) == 2)
    assert client.delete(seen, headers=ada.headers).status_code == 204
    assert client.get("/api/v1/customers", headers=again.headers).status_code == 401


def test_whoever_administers_users_does_not_take_the_account_of_one_with_more_rights(
    client: TestClient, team: People, ada: Person
) -> None:
    grants: dict[str, Reach] = {"user.see": "all", "user.administer": "all"}
    team.do(DefineRole(key="personnel", name="Personnel", grants=grants))
    officer, plain = team.person("personnel"), team.person("")
    for method, what in (("POST", "password"), ("DELETE", "second-factor"), ("DELETE", "sessions")):
        answer = client.request(method, f"/api/v1/users/{ada.user_id}/{what}", headers=officer.headers)
        assert (answer.status_code, answer.json()["kind"]) == (403, "WiderThanOnesOwn")
    given = client.post(f"/api/v1/users/{plain.user_id}/password", headers=officer.headers)
    assert given.status_code == 200


def names(answer: httpx.Response) -> list[str]:
    return [token["name"] for token in answer.json()["items"]]
