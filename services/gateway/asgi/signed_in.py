"""Who is asking? Only those who have signed in get past this, but for the addresses that let them do so."""

from http import HTTPStatus
from urllib.parse import urlencode

import psycopg2
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway import problems
from services.gateway.language import language_of, translated
from services.gateway.pages.failure import wants_page
from services.gateway.runtime import Runtime
from services.gateway.signing_in.admission import Admission, NotAdmitted
from services.gateway.viewer import NOBODY
from services.identity.preferences import Preferences
from shared.marks import N_
from shared.refusals import Unavailable
from shared.telemetry.logs import logger

SIGN_IN, FIRST_START = "/sign-in", "/first-start"
_PUBLIC = frozenset(
    {SIGN_IN, FIRST_START, "/healthz", "/readyz", "/metrics", "/api/docs", "/api/openapi.json"}
)
_PUBLIC_BELOW = (f"{SIGN_IN}/", "/static/")
_SIGN_IN_FIRST = N_(
    "Sign in first: with a session in the browser, or with an API token in the Authorization header."
)
_NOT_SET_UP = N_("Hindsight is not set up yet. Open it in a browser and make the first administrator.")
_log = logger(__name__)


class SignedIn:
    """Puts into the scope who asks (`principal`), what they showed (`credential`) and their `preferences`."""

    def __init__(self, app: ASGIApp, runtime: Runtime) -> None:
        self.app = app
        self.admission = Admission(runtime)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app
        if scope["type"] == "http":
            scope["principal"], scope["credential"], scope["preferences"] = NOBODY, None, Preferences()
            if not is_public(scope["path"]):
                answer = await self._admitted(scope) or self.app
        await answer(scope, receive, send)

    async def _admitted(self, scope: Scope) -> Response | None:
        request = Request(scope)
        try:
            await self.admission.admit(scope)
        except NotAdmitted as refused:
            return _refusal(request, founded=refused.founded)
        except (SQLAlchemyError, psycopg2.Error) as error:
            _log.error("the database does not answer", error=str(error))
            return problems.refusal(request, Unavailable(service="database"))
        return None


def is_public(path: str) -> bool:
    """May anybody ask for this?"""
    return path in _PUBLIC or path.startswith(_PUBLIC_BELOW)


def _refusal(request: Request, *, founded: bool) -> Response:
    address = SIGN_IN if founded else FIRST_START
    if founded and request.method == "GET" and request.url.path != "/":
        address += "?" + urlencode({"then": f"{request.url.path}?{request.url.query}".rstrip("?")})
    if wants_page(request):
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)
    # htmx goes there by itself: whoever was signed out while a page was open gets no fragment of a form.
    headers = {
        "WWW-Authenticate": "Bearer",
        "HX-Redirect": address if "hx-request" in request.headers else "",
    }
    sentence = translated(language_of(request), _SIGN_IN_FIRST if founded else _NOT_SET_UP)
    return problems.problem(
        request,
        HTTPStatus.UNAUTHORIZED,
        kind="NotSignedIn" if founded else "NotSetUp",
        detail=sentence,
        headers={name: value for name, value in headers.items() if value},
    )
