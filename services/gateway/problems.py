"""How does a refusal, or a failure, look as an HTTP answer? (RFC 9457, application/problem+json)"""

from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.language import language_of, translated
from services.gateway.pages.failure import failure, wants_page
from services.gateway.signing_in import security_log
from services.gateway.validation_words import problem_in
from services.gateway.viewer import viewer
from shared.marks import N_
from shared.projector.operations import NoSuchReader, NotParked
from shared.refusals import (
    CommandIdReused,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
    Refused,
    ServiceFailed,
    Unavailable,
)

MEDIA_TYPE = "application/problem+json"
# What a reader may look for in vain.
THINGS = (
    N_("activity"),
    N_("branch"),
    N_("change"),
    N_("choice"),
    N_("command"),
    N_("customer"),
    N_("deal"),
    N_("error file of import"),
    N_("event"),
    N_("field"),
    N_("file of import"),
    N_("group"),
    N_("import"),
    N_("list"),
    N_("mapping of import"),
    N_("pipeline"),
    N_("product"),
    N_("record"),
    N_("role"),
    N_("row"),
    N_("stage"),
    N_("task"),
    N_("team"),
    N_("user"),
)
_LIST = {"filter", "sort", "columns", "search"}
NOT_UNDERSTOOD = N_(
    "The filter, order or columns in this address are not understood. The link may be cut off or old."
)
"""The grammar belongs to programs, which read it in the problem document."""
RETRY_AFTER = {"Retry-After": "2"}
_STATUS: tuple[tuple[type[Refused], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (NoSuchReader, HTTPStatus.NOT_FOUND),
    (NotParked, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (CommandIdReused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (OutcomeUnknown, HTTPStatus.GATEWAY_TIMEOUT),
    (ServiceFailed, HTTPStatus.INTERNAL_SERVER_ERROR),
)


def refusal(request: Request, refused: Refused) -> Response:
    """The answer to a refused command or query, in the reader's language."""
    status = status_of(refused)
    if status == HTTPStatus.FORBIDDEN:
        _note_denial(request)
    if status == HTTPStatus.CONFLICT and isinstance(refused, Conflict) and "if-match" in request.headers:
        status = HTTPStatus.PRECONDITION_FAILED
    return problem(
        request,
        status,
        kind=type(refused).__name__,
        detail=message(refused, language_of(request)),
        headers=RETRY_AFTER if isinstance(refused, Unavailable) else {},
        field=refused.field,
        problems=_problems(refused, language_of(request)) or None,
    )


def on_page(request: Request, refused: Refused, template: str) -> Response:
    """The same for somebody who asked for a page, or a part of one."""
    language, status = language_of(request), int(status_of(refused))
    if isinstance(refused, Invalid) and _LIST & request.query_params.keys():
        sentence = translated(language, NOT_UNDERSTOOD)
        return failure(request, status, sentence, template=template, show_all=request.url.path)
    return failure(request, status, message(refused, language), template=template)


def _note_denial(request: Request) -> None:
    who = viewer(request).user_id
    security_log.denied(reason="no right", path=request.url.path, user_id=str(who) if who else None)


def status_of(refused: Refused) -> HTTPStatus:
    """The HTTP status of a refusal; a broken business rule is a conflict with the record's state."""
    return next((status for kind, status in _STATUS if isinstance(refused, kind)), HTTPStatus.CONFLICT)


def message(refused: Refused, language: str) -> str:
    """The refusal's sentence in this language, its details filled in."""
    template = translated(language, refused.template())
    details = dict(refused.details)
    if "what" in details:
        details["what"] = translated(language, details["what"])
    if problems := _problems(refused, language):
        details["summary"] = "; ".join(f"{item['field']}: {item['problem']}" for item in problems)
    try:
        return template.format(**details)
    except (KeyError, IndexError):
        return template


def _problems(refused: Refused, language: str) -> list[dict[str, str]]:
    return [
        {"field": item["field"], "problem": problem_in(language, item["problem"])}
        for item in refused.details.get("problems", ())
    ]


def problem(
    request: Request,
    status: int,
    *,
    kind: str,
    detail: str,
    headers: dict[str, str] | None = None,
    **members: Any,
) -> Response:
    """A problem document, or a page where a browser asks for one; members that are None are left out."""
    if wants_page(request):
        return failure(request, int(status), detail, headers=headers)
    body = {
        "type": f"urn:hindsight:problem:{kind}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "kind": kind,
        "instance": request.url.path,
        "correlation_id": request.scope.get("correlation_id"),
    } | {name: value for name, value in members.items() if value is not None}
    return Response(msgspec.json.encode(body), status, headers=headers, media_type=MEDIA_TYPE)
