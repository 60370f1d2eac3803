"""What was typed into a form of these pages, and did one of our own pages send it?"""

import hmac
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from services.gateway.language import language_of
from services.gateway.pages.answers import runtime
from services.gateway.pages.environment import render
from services.gateway.signing_in import cookies
from services.gateway.signing_in.door import Door
from services.gateway.validation_words import problem_in
from shared.refusals import Invalid, Refused

TOKEN = "form_token"  # noqa: S105 - the name of a field
_PURPOSE = "form"
_FIELDS, _LONGEST = 40, 1000


class FormTooOld(Refused):
    """This page was open for too long, or was not ours. Nothing was changed; try again from here."""


def door(request: Request) -> Door:
    """Who checks secrets in this process."""
    return runtime(request).door


def secure(request: Request) -> bool:
    """May cookies be bound to a secure address?"""
    return cookies.is_secure(request.scope, tls=door(request).settings.secure)


async def typed(request: Request) -> dict[str, str]:
    """The fields of the form. Raises FormTooOld where it does not carry the token of this browser."""
    body = (await request.body()).decode("utf-8", "replace")
    pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_FIELDS)
    fields = {name: value[:_LONGEST].replace("\x00", "") for name, value in pairs}
    cookie = cookies.read(request.scope, cookies.FORM, secure=secure(request))
    known = door(request).keys.digest(_PURPOSE, cookie or "")
    if not cookie or not hmac.compare_digest(known.encode(), fields.get(TOKEN, "").encode()):
        raise FormTooOld
    return fields


def several(body: bytes, name: str) -> list[str]:
    """All values of a field that may occur several times."""
    pairs = parse_qsl(body.decode("utf-8", "replace"), max_num_fields=_FIELDS * 4)
    return [value for key, value in pairs if key == name]


def wrong_fields(request: Request, invalid: Invalid) -> dict[str, str]:
    """Field → what is wrong with it, in the reader's language."""
    language = language_of(request)
    return {item["field"]: problem_in(language, item["problem"]) for item in invalid.details["problems"]}


def token_for(request: Request) -> tuple[str, str | None]:
    """The token of a form, and the cookie it belongs to where this browser has none yet."""
    cookie = cookies.read(request.scope, cookies.FORM, secure=secure(request))
    fresh = None if cookie else secrets.token_urlsafe(16)
    return door(request).keys.digest(_PURPOSE, cookie or fresh or ""), fresh


def show(
    request: Request,
    template: str,
    status: int = 200,
    *,
    refused: Mapping[str, str] | None = None,
    **context: Any,
) -> Response:
    """A page with a form. `refused`: field → what is wrong with it ("" for the form as a whole)."""
    token, fresh = token_for(request)
    answer = render(request, template, status, form_token=token, refused=refused or {}, **context)
    answer.headers["Cache-Control"] = "no-store"
    if fresh:
        cookies.keep(answer, cookies.FORM, fresh, secure=secure(request))
    return answer
