"""How is each route tried that changes something and is no command, and what should come of it?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from events.sign_in import session_id, token_id
from services.identity.secrets.bearer import digest
from tests.rights.matrix import oracle
from tests.rights.matrix.company import Company, Record

OWNERS = ("mate", "neighbour", "below", "stranger")
NO_VERSION = {"If-Match": '"999999"'}
"""No record is at it: whatever is allowed meets a conflict, and nothing is changed."""
NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
TOO_LONG = "x" * 9_000
"""What nobody can be called: whatever is allowed is refused as invalid, and nothing is changed."""
FORBIDDEN, ABSENT = frozenset({403}), frozenset({404})
DONE = frozenset({200, 201, 202, 204, 303})
REFUSED = frozenset({409, 412, 422})


class Trial(NamedTuple):
    """One request, the answers that are right, and the same about what nobody knows, if any."""

    path: str
    expected: frozenset[int]
    body: Mapping[str, Any] = {}  # what `request` of an HTTP client takes besides
    unknown: str | None = None
    listed: tuple[str, str] | None = None  # where the id stands once it is known


Trials = Callable[[Company, str], Iterator[Trial]]


def taking(right: str, path: str, allowed: frozenset[int], **body: Any) -> Trials:
    """Whoever has the right, however far, is answered one of these; others are refused."""

    def trials(_: Company, role: str) -> Iterator[Trial]:
        yield Trial(path, allowed if oracle.has(role, right) else FORBIDDEN, body)

    return trials


def anybody(path: str, *allowed: int, **body: Any) -> Trials:
    """What is one's own, or comes before one is known."""

    def trials(_: Company, role: str) -> Iterator[Trial]:
        yield Trial(path, frozenset(allowed), body)

    return trials


def about_records(path: str, *kinds: str, seen: frozenset[int], **body: Any) -> Trials:
    """A record that is not seen is not there; one that is seen is answered one of these."""

    def trials(company: Company, role: str) -> Iterator[Trial]:
        for record in company.around(role):
            if record.kind in kinds:
                answers = seen if oracle.sees(company, role, record) else ABSENT
                yield Trial(path.format(record.id), answers, body, path.format(NOWHERE))

    return trials


def taken_back(company: Company, role: str) -> Iterator[Trial]:
    """What began each record, on a version that none is at."""
    for record in company.around(role):
        if record.kind in ("customer", "deal", "activity", "task"):
            began = company.applications["sales"].log.stream(record.id)[0].envelope.command_id
            seen = oracle.sees(company, role, record)
            body = {"json": {"command_id": str(began)}, "headers": NO_VERSION}
            answers = FORBIDDEN | REFUSED if seen else ABSENT
            yield Trial(f"/api/v1/undo/{record.id}", answers, body, f"/api/v1/undo/{NOWHERE}")


def cells(company: Company, role: str) -> Iterator[Trial]:
    """Each record is called what it is called already."""
    for record in company.around(role):
        if record.kind in ("customer", "deal"):
            field = "name" if record.kind == "customer" else "title"
            body = {"id": str(record.id), "field": field, "value": record.words[0]}
            yield Trial(f"/api/v1/lists/{record.kind}s/cell", _changed(company, role, record), {"json": body})


def _changed(company: Company, role: str, record: Record) -> frozenset[int]:
    if not oracle.sees(company, role, record):
        return ABSENT
    return DONE if oracle.may(company, role, f"{record.kind}.edit", record) else FORBIDDEN


def in_bulk(company: Company, role: str) -> Iterator[Trial]:
    """Every record at once is given a name that none can have."""
    for kind, field in (("customer", "name"), ("deal", "title")):
        ids = [str(each.id) for each in company.of(kind)]
        body = {"field": field, "value": TOO_LONG, "ids": ids}
        allowed = frozenset({202}) if oracle.has(role, f"{kind}.bulk") else FORBIDDEN
        yield Trial(f"/api/v1/lists/{kind}s/changes", allowed, {"json": body})


def exports(company: Company, role: str) -> Iterator[Trial]:
    """What is seen is exported, as far as the right to export reaches."""
    for kind in ("customer", "deal"):
        allowed = frozenset({200}) if oracle.has(role, f"{kind}.export") else FORBIDDEN
        yield Trial(f"/api/v1/lists/{kind}s/export", allowed, {"json": {"format": "csv"}})


def imports(path: str, own: frozenset[int], **body: Any) -> Trials:
    """Whoever may import changes their own, administrators everybody's; who sees all is told it is theirs."""

    def trials(company: Company, role: str) -> Iterator[Trial]:
        for record in company.around(role):
            if record.kind == "import":
                mine = record.owner_id == company.user[role].user_id or role == "administrator"
                seen = oracle.sees(company, role, record)
                told = own if mine else FORBIDDEN if seen else ABSENT
                answers = told if oracle.has(role, "import.create") else FORBIDDEN
                yield Trial(path.format(record.id), answers, body)

    return trials


def of_users(path: str, **body: Any) -> Trials:
    """How others sign in is for administrators. Theirs is the mate's, whose sessions nobody needs."""

    def trials(company: Company, role: str) -> Iterator[Trial]:
        for name in OWNERS if role != "administrator" else ("mate",):
            allowed = DONE if role == "administrator" else FORBIDDEN
            yield Trial(path.format(company.owners[name][0]), allowed, body)

    return trials


def credentials(kind: str, path: str, field: str = "") -> Trials:
    """One's own session or token is ended; those of others are not there. `field`: it stands in a form."""

    def trials(company: Company, role: str) -> Iterator[Trial]:
        me = company.user[role].user_id
        for owner in (me, *(company.owners[name][0] for name in OWNERS)):
            assert owner is not None
            found = _new_credential(company, kind, owner)
            body = {"data": {field: str(found)}} if field else {}
            if owner == me:
                yield Trial(path.format(found), DONE, body, None, (f"/api/v1/{kind}s", str(found)))
            else:
                yield Trial(path.format(found), ABSENT, body, None if field else path.format(uuid4()))

    return trials


def _new_credential(company: Company, kind: str, owner: UUID) -> UUID:
    if kind == "token":
        return token_id(digest(company.people.token(owner)))
    return session_id(digest(company.people.signed_in(owner).session))


def signing_out(company: Company, role: str) -> Iterator[Trial]:
    """Of a session of its own, as the others are still needed."""
    more = company.people.signed_in(company.user[role].user_id)
    yield Trial("/sign-out", DONE, {"headers": more.headers})


_BEFORE = (200, 303, 401, 403, 404, 409, 422, 429)
_SIGNING_IN = {"data": {"email": "nobody@example.com", "password": "wrong"}}
_CODE = {"data": {"code": "000000"}}
_CURRENT = {"data": {"current": "wrong"}}
_CSV = {"files": [("files", ("people.csv", b"Last Name\nZq\n"))], "data": {"draft": "true"}}
TRIALS: Mapping[tuple[str, str], Trials] = {
    ("POST", "/api/v1/imports"): taking("import.create", "/api/v1/imports", DONE, **_CSV),
    ("POST", "/api/v1/imports/{import_id}/check"): imports("/api/v1/imports/{}/check", REFUSED),
    ("POST", "/api/v1/imports/{import_id}/run"): imports("/api/v1/imports/{}/run", REFUSED),
    ("POST", "/api/v1/imports/{import_id}/undo"): imports("/api/v1/imports/{}/undo", ABSENT),
    ("PATCH", "/api/v1/imports/{import_id}/files/{number}"): imports(
        "/api/v1/imports/{}/files/0", DONE, json={"left_out": False}
    ),
    ("PATCH", "/api/v1/imports/{import_id}/files/{number}/rows/{row}"): imports(
        "/api/v1/imports/{}/files/0/rows/2", REFUSED, json={"cells": {"no such column": "x"}}
    ),
    ("POST", "/api/v1/lists/changes/{change_id}/undo"): anybody(f"/api/v1/lists/changes/{uuid4()}/undo", 404),
    ("POST", "/api/v1/lists/changes/{change_id}/continue"): anybody(
        f"/api/v1/lists/changes/{uuid4()}/continue", 404
    ),
    ("POST", "/api/v1/lists/{name}/cell"): cells,
    ("POST", "/api/v1/lists/{name}/changes"): in_bulk,
    ("POST", "/api/v1/lists/{name}/export"): exports,
    ("POST", "/api/v1/operations/parked/retry"): taking(
        "operation.administer", "/api/v1/operations/parked/retry", DONE
    ),
    ("POST", "/api/v1/operations/parked/{name}/{position}/skip"): taking(
        "operation.administer", "/api/v1/operations/parked/nothing/1/skip", ABSENT | REFUSED
    ),
    ("POST", "/api/v1/operations/read-models/{name}/{action}"): taking(
        "operation.administer", "/api/v1/operations/read-models/nothing/verify", ABSENT | REFUSED
    ),
    ("DELETE", "/api/v1/sessions/{session_id}"): credentials("session", "/api/v1/sessions/{}"),
    ("DELETE", "/api/v1/tokens/{token_id}"): credentials("token", "/api/v1/tokens/{}"),
    ("POST", "/api/v1/tokens"): anybody(
        "/api/v1/tokens", 201, json={"name": "Mine", "scopes": ["*:read"], "days": 1}
    ),
    ("POST", "/api/v1/tasks/quick-add"): taking(
        "task.edit", "/api/v1/tasks/quick-add", frozenset({422}), json={"text": ""}
    ),
    ("POST", "/api/v1/undo/{stream_id}"): taken_back,
    ("POST", "/conflicts/{stream_id}"): about_records(
        *("/conflicts/{}", "customer", "deal", "activity", "task"),
        seen=frozenset({200}),
        json={"body": {"name": "Other", "amount": "1"}, "version": 0},
    ),
    ("POST", "/api/v1/users/{user_id}/password"): of_users("/api/v1/users/{}/password"),
    ("DELETE", "/api/v1/users/{user_id}/second-factor"): of_users("/api/v1/users/{}/second-factor"),
    ("DELETE", "/api/v1/users/{user_id}/sessions"): of_users("/api/v1/users/{}/sessions"),
    ("POST", "/settings/people/{user_id}/sign-in"): of_users(
        "/settings/people/{}/sign-in", data={"what": "sessions"}
    ),
    ("POST", "/settings/pipelines/{pipeline_id}/stages/{stage}/move-on"): taking(
        "pipeline.administer",
        f"/settings/pipelines/{uuid4()}/stages/won/move-on",
        ABSENT | REFUSED,
    ),
    ("POST", "/settings/rates/import"): taking(
        "report.administer", "/settings/rates/import", DONE | REFUSED, content=b"no,rates\n"
    ),
    ("POST", "/notifications/read"): anybody("/notifications/read", 200, 204, 303),
    ("POST", "/settings/preferences"): anybody(
        "/settings/preferences", 200, 303, 422, data={"language": "xx"}
    ),
    ("POST", "/settings/account/password"): anybody(
        "/settings/account/password", 422, 429, data={"current": "wrong", "password": "x", "repeated": "x"}
    ),
    ("POST", "/settings/account/second-factor"): anybody(
        "/settings/account/second-factor", *_BEFORE, **_CODE
    ),
    ("POST", "/settings/account/second-factor/codes"): anybody(
        "/settings/account/second-factor/codes", 303, 422, 429, **_CURRENT
    ),
    ("POST", "/settings/account/second-factor/remove"): anybody(
        "/settings/account/second-factor/remove", 303, 422, 429, **_CURRENT
    ),
    ("POST", "/settings/account/tokens"): anybody("/settings/account/tokens", 422, data={"token_name": ""}),
    ("POST", "/settings/account/sessions"): credentials(
        "session", "/settings/account/sessions", "session_id"
    ),
    ("POST", "/settings/account/tokens/revoke"): credentials(
        "token", "/settings/account/tokens/revoke", "token_id"
    ),
    ("POST", "/first-start"): anybody("/first-start", *_BEFORE, data={"company": "x"}),
    ("POST", "/sign-in"): anybody("/sign-in", *_BEFORE, **_SIGNING_IN),
    ("POST", "/sign-in/code"): anybody("/sign-in/code", *_BEFORE, **_CODE),
    ("POST", "/sign-in/recovery"): anybody("/sign-in/recovery", *_BEFORE, **_CODE),
    ("POST", "/sign-in/continue"): anybody("/sign-in/continue", *_BEFORE, **_CODE),
    ("POST", "/sign-in/second-factor"): anybody("/sign-in/second-factor", *_BEFORE, **_CODE),
    ("POST", "/sign-in/new-password"): anybody(
        "/sign-in/new-password", *_BEFORE, data={"password": "x", "repeated": "x"}
    ),
    ("POST", "/sign-out"): signing_out,
}
"""Method and route → how it is tried."""
