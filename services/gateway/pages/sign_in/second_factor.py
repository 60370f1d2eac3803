"""The second factor: its code, a recovery code in its place, and how it is set up."""

from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.language import language_of, translated
from services.gateway.pages.sign_in.forms import FormTooOld, door, show, typed, wrong_fields
from services.gateway.pages.sign_in.password import refusal
from services.gateway.pages.sign_in.steps import begun, go, known_of, proceed, remember
from services.gateway.signing_in import security_log
from services.gateway.signing_in.addresses import client_of
from services.gateway.signing_in.door import CODE, ENROL
from services.gateway.signing_in.enrolment import enrol
from services.gateway.signing_in.pending import Pending
from services.identity.secrets import second_factor
from shared.marks import N_
from shared.refusals import Invalid, Refused

router = APIRouter()
_CODE, _ENROL, _CODES = "sign_in/code.html", "sign_in/enrol.html", "sign_in/recovery_codes.html"
_WRONG = N_("This code is not right. Is the clock of your phone?")


@router.get("/sign-in/code")
@router.get("/sign-in/recovery")
async def code(request: Request) -> Response:
    """The form for the code of the second factor, or for a recovery code."""
    so_far = begun(request)
    return go("/sign-in") if so_far is None else _code_form(request)


@router.post("/sign-in/code")
@router.post("/sign-in/recovery")
async def check_code(request: Request) -> Response:
    """Take the code, once."""
    so_far = begun(request)
    if so_far is None:
        return go("/sign-in")
    try:
        fields = await typed(request, "code")
        await door(request).code(so_far, fields.get("code", ""), client_of(request.scope))
        return await proceed(request, _with_second(so_far))
    except Invalid as invalid:
        return _code_form(request, 422, refused=wrong_fields(request, invalid))
    except Refused as refused:
        return refusal(request, refused, _code_form)


@router.get("/sign-in/second-factor")
async def offer(request: Request) -> Response:
    """A secret for the authenticator app, as a picture and as text."""
    so_far = await _to_enrol(request)
    if so_far is None:
        return go("/sign-in")
    secret = so_far.secret or second_factor.new_secret()
    known = await known_of(request, so_far)
    return remember(request, _enrol_form(request, 200, secret, known.email), so_far, secret=secret)


@router.post("/sign-in/second-factor")
async def take(request: Request) -> Response:
    """Enrol it once a code shows that the app has it; then show the recovery codes, this once."""
    so_far = await _to_enrol(request)
    if so_far is None or not so_far.secret:
        return go("/sign-in")
    known = await known_of(request, so_far)
    try:
        fields = await typed(request, "code")
        codes = await enrol(door(request), known, so_far.secret, fields.get("code", ""))
    except FormTooOld:
        return go(ENROL)
    except Invalid as invalid:
        wrong = wrong_fields(request, invalid)
        return _enrol_form(request, 422, so_far.secret, known.email, refused=wrong)
    if codes is None:
        security_log.signed_in("refused", "code", user_id=str(known.user_id))
        wrong = {"code": translated(language_of(request), _WRONG)}
        return _enrol_form(request, 422, so_far.secret, known.email, refused=wrong)
    shown = show(request, _CODES, codes=codes, onward="/sign-in/continue")
    return remember(request, shown, _with_second(so_far), secret="")


@router.post("/sign-in/continue")
async def onward(request: Request) -> Response:
    """The recovery codes are kept: go on."""
    so_far = begun(request)
    return go("/sign-in") if so_far is None else await proceed(request, so_far)


async def _to_enrol(request: Request) -> Pending | None:
    so_far = begun(request)
    if so_far is None:
        return None
    step = door(request).next_step(await known_of(request, so_far), so_far)
    return so_far if step == ENROL else None


def _with_second(so_far: Pending) -> Pending:
    return Pending(so_far.user_id, so_far.means, so_far.at, second=True, then=so_far.then)


def _code_form(request: Request, status: int = 200, **wrong: Any) -> Response:
    recovery = request.url.path != CODE
    return show(request, _CODE, status, recovery=recovery, **wrong)


def _enrol_form(request: Request, status: int, secret: str, account: str, **wrong: Any) -> Response:
    # Drawn by the library from letters and digits only.
    picture = Markup(second_factor.picture(secret, account))  # noqa: S704
    return show(request, _ENROL, status, picture=picture, secret=secret, **wrong)
