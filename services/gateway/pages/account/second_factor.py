"""One's own second factor: set it up, renew its recovery codes, take it away."""

import time
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.language import language_of, translated
from services.gateway.pages.account.account import known_of, not_oneself
from services.gateway.pages.account.shown import ACCOUNT, done, oneself, settings_page
from services.gateway.pages.sign_in.forms import door, typed, wrong_fields
from services.gateway.pages.sign_in.steps import begun, go, remember
from services.gateway.signing_in import security_log
from services.gateway.signing_in.enrolment import enrol, renew_codes
from services.gateway.signing_in.pending import Pending
from services.gateway.signing_in.sending import record
from services.identity.secrets import second_factor
from services.identity.sign_in_commands import RemoveSecondFactor
from shared.marks import N_
from shared.refusals import Invalid

router = APIRouter(prefix="/settings/account/second-factor")
_WRONG = N_("This code is not right. Is the clock of your phone?")
_MEANS = "account"


@router.get("")
async def offer(request: Request) -> Response:
    """A secret for the authenticator app."""
    known = await known_of(request, oneself(request))
    if known.credentials.sealed_secret:
        return go(ACCOUNT)
    held = begun(request)
    mine = held if held and held.means == _MEANS and held.user_id == known.user_id else None
    secret = mine.secret if mine else second_factor.new_secret()
    answer = await _form(request, secret, known.email)
    return remember(request, answer, Pending(known.user_id, _MEANS, time.time(), secret=secret))


@router.post("")
async def take(request: Request) -> Response:
    """Turn it on once a code shows that the app has it."""
    user_id, held = oneself(request), begun(request)
    if held is None or held.means != _MEANS or held.user_id != user_id:
        return go(f"{ACCOUNT}/second-factor")
    known = await known_of(request, user_id)
    try:
        fields = await typed(request, "code")
    except Invalid as invalid:
        return await _form(request, held.secret, known.email, refused=wrong_fields(request, invalid))
    codes = await enrol(door(request), known, held.secret, fields.get("code", ""))
    if codes is None:
        wrong = {"code": translated(language_of(request), _WRONG)}
        return await _form(request, held.secret, known.email, refused=wrong)
    return await settings_page(request, "account/recovery_codes.html", {"codes": codes})


@router.post("/codes")
async def renew(request: Request) -> Response:
    """New recovery codes; the old ones are good for nothing."""
    user_id, fields = oneself(request), await typed(request, "current")
    known = await known_of(request, user_id)
    if await not_oneself(request, known, fields.get("current", "")):
        return done("wrong")
    codes = await renew_codes(door(request), known)
    return await settings_page(request, "account/recovery_codes.html", {"codes": codes})


@router.post("/remove")
async def remove(request: Request) -> Response:
    """Turn it off, where no role asks for it."""
    user_id, fields = oneself(request), await typed(request, "current")
    known = await known_of(request, user_id)
    if known.forced or await not_oneself(request, known, fields.get("current", "")):
        return done("wrong")
    await record(door(request).bus, RemoveSecondFactor(user_id=user_id, by=user_id))
    security_log.noted("second factor removed", user_id=str(user_id))
    return done("factor")


async def _form(request: Request, secret: str, account: str, **more: Any) -> Response:
    # Drawn by the library from letters and digits only.
    picture = Markup(second_factor.picture(secret, account))  # noqa: S704
    found = {"picture": picture, "secret": secret, **more}
    return await settings_page(request, "account/second_factor.html", found)
