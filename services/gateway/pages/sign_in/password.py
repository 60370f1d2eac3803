"""Signing in with e-mail address and password; signing out."""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.language import language_of
from services.gateway.pages.sign_in.forms import (
    LONGEST_THEN,
    THEN,
    FormTooOld,
    door,
    secure,
    sent,
    show,
    typed,
    wrong_fields,
)
from services.gateway.pages.sign_in.steps import begun, enter, go, known_of, proceed
from services.gateway.problems import RETRY_AFTER, message, status_of
from services.gateway.signing_in import cookies
from services.gateway.signing_in.accounts import is_founded
from services.gateway.signing_in.addresses import client_of
from services.gateway.signing_in.attempts import TooManyAttempts
from services.gateway.signing_in.door import WrongCredentials
from services.gateway.signing_in.ending import end_shown
from services.gateway.signing_in.new_password import refused_password, words_of
from services.gateway.signing_in.pending import Pending
from services.identity import sign_in_commands as commands
from shared.refusals import AWAY, Invalid, Refused, Unavailable

router = APIRouter()
_FORM = "sign_in/sign_in.html"


@router.get("/sign-in")
async def sign_in(request: Request) -> Response:
    """The form; where nobody could use it yet, the way to the first start."""
    at = door(request)
    if not await at.ask(lambda: is_founded(at.log)):
        return go("/first-start")
    return form(request)


@router.post("/sign-in")
async def check(request: Request) -> Response:
    """Check e-mail address and password, then go on with the next step."""
    fields: dict[str, str] = {}
    try:
        fields = await typed(request, "email", "password", THEN)
        email, password = fields.get("email", ""), fields.get("password", "")
        known = await door(request).password(email, password, client_of(request.scope))
        so_far = Pending(known.user_id, "password", time.time(), then=fields.get(THEN, ""))
        return await proceed(request, so_far)
    except Invalid as invalid:
        fields = await sent(request)
        return form(request, 422, fields=fields, refused=wrong_fields(request, invalid))
    except Refused as refused:
        return refusal(request, refused, partial(form, fields=fields))


@router.get("/sign-in/new-password")
async def new_password(request: Request) -> Response:
    """Whoever got their password from somebody else chooses one of their own."""
    return show(request, "sign_in/new_password.html") if begun(request) else go("/sign-in")


@router.post("/sign-in/new-password")
async def choose_password(request: Request) -> Response:
    """Take the new password, and let them in."""
    so_far = begun(request)
    if so_far is None:
        return go("/sign-in")
    known = await known_of(request, so_far)
    if door(request).next_step(known, so_far) != "/sign-in/new-password":
        return await proceed(request, so_far)
    try:
        fields = await typed(request, "password", "repeated")
        wrong = refused_password(fields, words_of(known), language_of(request))
        if wrong:
            return show(request, _NEW, 422, refused=wrong)
        await door(request).set_password(
            lambda hashed: commands.SetPassword(
                user_id=known.user_id, password_hash=hashed, by=known.user_id
            ),
            fields["password"],
        )
        return await enter(request, known, so_far)
    except Invalid as invalid:
        return show(request, _NEW, 422, refused=wrong_fields(request, invalid))
    except Refused as refused:
        return refusal(request, refused, lambda _, status, **wrong: show(request, _NEW, status, **wrong))


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End this session."""
    await end_shown(request)
    answer = go("/sign-in")
    cookies.forget(answer, cookies.SESSION, secure=secure(request))
    return answer


def refusal(request: Request, refused: Refused, form: Any) -> Response:
    """The form again, with what is wrong at its field or above it all, and when to try again."""
    away = status_of(refused) if isinstance(refused, AWAY) else 422
    status = {WrongCredentials: 401, TooManyAttempts: 429, FormTooOld: 403}.get(type(refused), away)
    wrong = {refused.field or "": message(refused, language_of(request))}
    answer: Response = form(request, int(status), refused=wrong)
    if isinstance(refused, TooManyAttempts):
        answer.headers["Retry-After"] = str(refused.seconds)
    if isinstance(refused, Unavailable):
        answer.headers.update(RETRY_AFTER)
    return answer


_NEW = "sign_in/new_password.html"


def form(
    request: Request, status: int = 200, fields: Mapping[str, str] | None = None, **wrong: Any
) -> Response:
    """The page; after a refusal with what was typed, but for the password."""
    provider, typed_in = door(request).settings.provider, fields or {}
    return show(
        request,
        _FORM,
        status,
        email=typed_in.get("email", ""),
        then=(typed_in.get(THEN) or request.query_params.get(THEN, ""))[:LONGEST_THEN],
        provider=provider.name if provider else None,
        **wrong,
    )
