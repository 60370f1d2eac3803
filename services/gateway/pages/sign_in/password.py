"""Signing in with e-mail address and password; signing out."""

import time
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.language import language_of
from services.gateway.pages.sign_in.forms import FormTooOld, door, secure, show, typed
from services.gateway.pages.sign_in.steps import begun, enter, go, known_of, proceed
from services.gateway.problems import message
from services.gateway.signing_in import cookies
from services.gateway.signing_in.accounts import is_founded
from services.gateway.signing_in.addresses import client_of
from services.gateway.signing_in.attempts import TooManyAttempts
from services.gateway.signing_in.door import WrongCredentials
from services.gateway.signing_in.ending import end_shown
from services.gateway.signing_in.new_password import refused_password, words_of
from services.gateway.signing_in.pending import Pending
from services.identity import sign_in_commands as commands
from shared.refusals import Refused

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
    try:
        fields = await typed(request)
        email, password = fields.get("email", ""), fields.get("password", "")
        known = await door(request).password(email, password, client_of(request.scope))
    except (FormTooOld, WrongCredentials, TooManyAttempts) as refused:
        return refusal(request, refused, form)
    so_far = Pending(known.user_id, "password", time.time(), then=fields.get("then", ""))
    return await proceed(request, so_far)


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
        fields = await typed(request)
    except FormTooOld as refused:
        return refusal(request, refused, lambda _, status, **wrong: show(request, _NEW, status, **wrong))
    wrong = refused_password(fields, words_of(known), language_of(request))
    if wrong:
        return show(request, _NEW, 422, refused=wrong)
    await door(request).set_password(
        lambda hashed: commands.SetPassword(user_id=known.user_id, password_hash=hashed, by=known.user_id),
        fields["password"],
    )
    return await enter(request, known, so_far)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End this session."""
    await end_shown(request)
    answer = go("/sign-in")
    cookies.forget(answer, cookies.SESSION, secure=secure(request))
    return answer


def refusal(request: Request, refused: Refused, form: Any) -> Response:
    """The form again, with what is wrong above it; how long to wait where there were too many attempts."""
    status = {WrongCredentials: 401, TooManyAttempts: 429, FormTooOld: 403}.get(type(refused), 422)
    answer: Response = form(request, status, refused={"": message(refused, language_of(request))})
    if isinstance(refused, TooManyAttempts):
        answer.headers["Retry-After"] = str(refused.seconds)
    return answer


_NEW = "sign_in/new_password.html"


def form(request: Request, status: int = 200, **wrong: Any) -> Response:
    """The page."""
    provider = door(request).settings.provider
    return show(
        request,
        _FORM,
        status,
        then=request.query_params.get("then", ""),
        provider=provider.name if provider else None,
        **wrong,
    )
