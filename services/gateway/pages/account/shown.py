"""How does a settings page look that has forms of its own, and what does a form of it lead to?"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.pages.answers import page
from services.gateway.pages.sign_in.forms import secure, token_for
from services.gateway.pages.sign_in.steps import go
from services.gateway.signing_in import cookies
from services.gateway.viewer import viewer
from shared.projection import Projection
from shared.refusals import Forbidden

ACCOUNT = "/settings/account"


def oneself(request: Request) -> UUID:
    """Who is signed in; a program with a token has no business here. Raises Forbidden."""
    who = viewer(request)
    if who.user_id is None or not who.rights.own_account:
        raise Forbidden
    return who.user_id


async def settings_page(
    request: Request,
    template: str,
    found: Mapping[str, Any],
    *,
    reads: Sequence[Projection] = (),
    asks: Any = lambda _: {},
) -> Response:
    """The page; `found` is known already, `asks` is asked of the read models. 422 where it was refused."""
    token, fresh = token_for(request)

    def question(connection: Connection) -> dict[str, Any]:
        return {"refused": {}, "form_token": token, **found, **asks(connection)}

    answer = await page(request, template, "settings", question, reads=reads)
    if found.get("refused") and answer.status_code == HTTPStatus.OK:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    answer.headers["Cache-Control"] = "no-store"
    if fresh:
        cookies.keep(answer, cookies.FORM, fresh, secure=secure(request))
    return answer


def done(what: str, position: int = 0, address: str = ACCOUNT) -> Response:
    """Back to the page, which says that it is done, not before it shows it."""
    return go(f"{address}?done={what}" + (f"&min_position={position}" if position else ""))
