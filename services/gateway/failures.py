"""What does a client read when something goes wrong: a refusal, a wrong address, a database away, a bug?"""

from http import HTTPStatus

import psycopg2
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.gateway import problems
from services.gateway.asgi.headers import ALWAYS
from services.gateway.language import language_of, translated
from services.gateway.pages.failure import failure, wants_page
from shared.marks import N_
from shared.refusals import Invalid, Refused, Unavailable
from shared.telemetry.logs import logger

_log = logger(__name__)
_KINDS = {
    400: ("Malformed", N_("The request cannot be read. Send well-formed JSON in UTF-8.")),
    404: ("UnknownAddress", N_("There is nothing at this address. /api/docs lists what there is.")),
    405: (
        "WrongMethod",
        N_("This address does not take this method. The Allow header lists those it takes."),
    ),
    413: ("TooLarge", N_("The body is too large. A command takes at most 1 MiB.")),
    415: ("WrongMediaType", N_("The body must be JSON: send Content-Type: application/json.")),
}
_NO_PAGE = N_("There is no such page. Check the address, search, or begin at the home page.")
_BUG = N_("Something went wrong here that is not your fault. The correlation id finds it in the logs.")


def register(app: FastAPI) -> None:
    """Every failure of the app becomes a problem document; none shows a stack trace."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _database)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(PoolTimeout, _database)
    app.add_exception_handler(psycopg2.OperationalError, _database)
    app.add_exception_handler(psycopg2.InterfaceError, _database)
    app.add_exception_handler(Exception, _bug)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problems.refusal(request, error)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if wants_page(request):
        return failure(request, HTTPStatus.NOT_FOUND, translated(language_of(request), _NO_PAGE))
    wrong = [
        # The first part of the location only says query, path or body.
        {"field": ".".join(str(part) for part in item["loc"][1:]), "problem": item["msg"]}
        for item in error.errors()
    ]
    return problems.refusal(request, Invalid(problems=wrong))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind, sentence = _KINDS.get(error.status_code, ("Refused", error.detail))
    if error.detail != HTTPStatus(error.status_code).phrase:
        sentence = error.detail  # whoever raised it knew more
    if error.status_code == HTTPStatus.NOT_FOUND and wants_page(request):
        sentence = _NO_PAGE
    return problems.problem(
        request,
        error.status_code,
        kind=kind,
        detail=translated(language_of(request), sentence),
        headers=dict(error.headers or {}),
    )


async def _database(request: Request, error: Exception) -> Response:
    if isinstance(error, DBAPIError) and not (
        isinstance(error, OperationalError) or error.connection_invalidated
    ):
        return _unexpected(request, error)
    _log.error("the database does not answer", error=str(error))
    return problems.refusal(request, Unavailable(service="database"))


async def _bug(request: Request, error: Exception) -> Response:
    """This answer goes round all middleware: what that would add is added here."""
    answer = _unexpected(request, error)
    for name, value in ALWAYS:
        answer.headers.setdefault(name.decode(), value.decode())
    if known := request.scope.get("correlation_id"):
        answer.headers["X-Correlation-ID"] = known
    return answer


def _unexpected(request: Request, error: Exception) -> Response:
    # Outside everything that binds the correlation id to the log, so it is named here.
    known = request.scope.get("correlation_id")
    _log.error("unexpected failure", path=request.url.path, correlation_id=known, exc_info=error)
    detail = translated(language_of(request), _BUG)
    return problems.problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, kind="InternalError", detail=detail)
