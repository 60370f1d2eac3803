"""What was typed into a form of these pages, and did one of our own pages send it?"""

import hmac
import secrets
from collections.abc import Collection, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.language import language_of
from services.gateway.pages.answers import runtime
from services.gateway.pages.environment import render
from services.gateway.signing_in import cookies
from services.gateway.signing_in.door import Door
from services.gateway.validation_words import problem_in
from shared.refusals import Invalid, Refused
from shared.texts import problem_with

TOKEN = "form_token"  # noqa: S105 - the name of a field
_PURPOSE = "form"
_FIELDS, _LONGEST = 40, 200
THEN, LONGEST_THEN = "then", 4_000


class FormTooOld(Refused):
    """This page was open for too long, or was not ours. Nothing was changed; try again from here."""


def door(request: Request) -> Door:
    """Who checks secrets in this process."""
    return runtime(request).door


def secure(request: Request) -> bool:
    """May cookies be bound to a secure address?"""
    return cookies.is_secure(request.scope, tls=door(request).settings.secure)


async def typed(request: Request, *known: str) -> dict[str, str]:
    """The fields of the form, which has those that are `known`.

    Raises FormTooOld where it does not carry the token of this browser, and Invalid, naming each field that
    it does not have or that holds what no field takes.
    """
    fields = await sent(request)
    cookie = cookies.read(request.scope, cookies.FORM, secure=secure(request))
    right = door(request).keys.digest(_PURPOSE, cookie or "")
    if not cookie or not hmac.compare_digest(right.encode(), fields.get(TOKEN, "").encode()):
        raise FormTooOld
    wrong = {name: problem for name, value in fields.items() if (problem := _problem(name, value, known))}
    if wrong:
        raise Invalid(problems=[{"field": name, "problem": problem} for name, problem in wrong.items()])
    return fields


async def sent(request: Request) -> dict[str, str]:
    """The fields of the form as they came."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:  # more fields than any form of ours has
        raise HTTPException(HTTPStatus.BAD_REQUEST) from None


def _problem(name: str, value: str, known: Collection[str]) -> str | None:
    if name not in (TOKEN, *known):
        return "Extra inputs are not permitted"
    if len(value) > (longest := LONGEST_THEN if name == THEN else _LONGEST):
        return f"String should have at most {longest} characters"
    return problem_with(value)


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
