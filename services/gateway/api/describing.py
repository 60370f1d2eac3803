"""How do commands, queries and problems appear in the OpenAPI description?"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from pydantic.json_schema import models_json_schema

from services import product
from services.gateway.api.examples import EXAMPLES
from services.gateway.reflected import HEADER
from shared.commands import Command
from shared.records import Receipt

REFERENCE = "#/components/schemas/{model}"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_MEANINGS = {
    400: "The body is not well-formed.",
    401: "Nobody has signed in: send the cookie of a session, or an API token in the Authorization header.",
    403: "You may not do this; nor may a page of another web site change anything here.",
    404: "There is no such record.",
    405: "This address does not take this method; the Allow header lists those it takes.",
    409: "The record's state does not allow this.",
    412: "The record is no longer at the version given in If-Match.",
    413: "The body is larger than 1 MiB.",
    415: "The body is not declared as application/json.",
    421: "Hindsight is not served under this host name.",
    422: "The input is not valid; `problems` names each field.",
    503: "The service or the read model does not answer, or `min_position` was not reached within "
    "`deadline_seconds`; try again after Retry-After seconds.",
    504: "The outcome is unknown; send the same Idempotency-Key again to learn it.",
}
EVERYWHERE, WRITES = (401, 403, 405, 421, 503), (400, 413)
"""What can be answered to every request, and to every one that changes something."""
PROBLEM_SCHEMA = {
    "type": "object",
    "description": "An RFC 9457 problem.",
    "required": ["type", "title", "status", "detail", "kind"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {
            "type": "string",
            "description": "What happened and what to do, in the reader's language.",
        },
        "kind": {"type": "string", "description": "The name of the rule that was broken."},
        "field": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "problem": {"type": "string"}},
            },
        },
        "instance": {"type": "string"},
        "correlation_id": {"type": "string", "format": "uuid"},
    },
}


def problems(*statuses: int, **others: str) -> dict[int | str, dict[str, Any]]:
    """The documented errors with these statuses; `others` mean something else here than elsewhere."""
    meanings = {status: _MEANINGS[status] for status in statuses} | {
        int(status): meaning for status, meaning in others.items()
    }
    return {status: _problem(status, meaning) for status, meaning in sorted(meanings.items())}


def _problem(status: int, meaning: str) -> dict[str, Any]:
    described = {"description": meaning, "content": _PROBLEM}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        described["headers"] = {"Retry-After": _text("Seconds to wait before the next attempt.")}
    return described


def command_route(command: type[Command], *, creates: bool) -> dict[str, Any]:
    """The description of a command's route."""
    name = command.method()
    success = 201 if creates else 200
    body = {"schema": {"$ref": REFERENCE.format(model=_schema_of(command))}, "example": EXAMPLES[command]}
    return {
        "tags": [f"{command.service()}: commands"],
        "summary": name.replace("_", " ").capitalize(),
        "description": _explained(command, creates),
        "operation_id": f"{command.service()}_{name}",
        "status_code": success,
        "responses": {success: _receipt(creates), **problems(400, 404, 409, 412, 413, 415, 422, 503, 504)},
        "openapi_extra": {
            "requestBody": {"required": True, "content": {"application/json": body}},
            "parameters": _PARAMETERS,
        },
    }


def _explained(command: type[Command], creates: bool) -> str:
    own = (command.__doc__ or "") if command.__doc__ != Command.__doc__ else ""
    name, field = next(iter(command.model_fields.items()))
    may = f"`{name}` may be left out: it is drawn, or derived from the key."
    drawn = creates and field.annotation is UUID
    return " ".join([*own.split(), *(may.split() if drawn else ())])


def _receipt(creates: bool) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(model="Receipt")}
    return {
        "description": "Created." if creates else "Done.",
        "content": {"application/json": {"schema": schema}},
        "headers": {
            "ETag": _text("The record's version after this command, for If-Match."),
            HEADER: _text("The log position of its last event; not there where nothing was to be done."),
        },
    }


def schemas(rows: Iterable[type]) -> dict[str, Any]:
    """The schemas of commands, receipts, problems, and of the rows that queries answer with."""
    places, commands = models_json_schema(
        [(command, "validation") for command in product.commands()], ref_template=REFERENCE
    )
    known = commands.get("$defs", {})
    for (command, _), place in places.items():
        known[_schema_of(command)] = known.pop(place["$ref"].rpartition("/")[2])
    _, answers = msgspec.json.schema_components([Receipt, *rows], ref_template="#/components/schemas/{name}")
    return {**known, **answers, "Problem": PROBLEM_SCHEMA}


def _schema_of(command: type[Any]) -> str:
    """The name of its schema; two contexts may have a command of the same name."""
    twins = [each for each in product.commands() if each.__name__ == command.__name__]
    return command.__name__ if len(twins) == 1 else f"{command.service().capitalize()}{command.__name__}"


def _text(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def _header(name: str, description: str, example: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "example": example, **_text(description)}


_PARAMETERS = [
    _header(
        "Idempotency-Key", "Makes a repeat harmless: it gets the first answer again.", "order-4711-attempt"
    ),
    _header(
        "If-Match", "Refuse (412) unless the record is at this version, the ETag it was read with.", '"3"'
    ),
    _header("X-Correlation-ID", "Ties this request to logs and events; drawn if left out.", "checkout-77"),
]


def items_of(row: str) -> dict[str, Any]:
    """The answer of a query that gives a whole list of rows."""
    return answer_with({"type": "object", "properties": {"items": _rows(row)}})


def page_of(row: str) -> dict[str, Any]:
    """The answer of a query that gives rows page by page."""
    cursor = {"type": ["string", "null"], "description": "To ask for the next page; null on the last."}
    return answer_with({"type": "object", "properties": {"items": _rows(row), "next_cursor": cursor}})


def record_of(row: str) -> dict[str, Any]:
    """The answer of a query that gives one record."""
    answer = answer_with({"$ref": f"#/components/schemas/{row}"})
    answer["headers"]["ETag"] = _text(
        "The record's version and a digest of this answer, for If-Match and If-None-Match."
    )
    return answer


def receipt_of(row: str, *, many: bool = False, meaning: str = "Done.") -> dict[str, Any]:
    """The answer to an operator: one struct, or several as `{"items": […]}`."""
    one = {"$ref": f"#/components/schemas/{row}"}
    schema = {"type": "object", "properties": {"items": _rows(row)}} if many else one
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}


def _rows(row: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{row}"}}


def answer_with(schema: dict[str, Any]) -> dict[str, Any]:
    """The answer of a query."""
    position = _text("The log position up to which this answer knows of everything, in all its parts.")
    return {
        "description": "Found.",
        "content": {"application/json": {"schema": schema}},
        "headers": {HEADER: position},
    }
