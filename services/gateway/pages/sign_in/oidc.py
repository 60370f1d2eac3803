"""Signing in with the company's identity provider: there, and back again."""

import time

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.pages.sign_in.forms import THEN, door, secure
from services.gateway.pages.sign_in.password import form, refusal
from services.gateway.pages.sign_in.steps import go, proceed
from services.gateway.signing_in import cookies, security_log
from services.gateway.signing_in.addresses import client_of
from services.gateway.signing_in.oidc import SECONDS, OpenId
from services.gateway.signing_in.pending import Pending
from shared.refusals import Refused

router = APIRouter()
_BACK = "/sign-in/oidc/callback"
_LONGEST_THEN = 2_000
"""More would not fit into the cookie that keeps it until they are back; they come to their home page then."""


@router.get("/sign-in/oidc")
async def there(request: Request) -> Response:
    """To the provider."""
    provider = _provider(request)
    if provider is None:
        return go("/sign-in")
    try:
        then = request.query_params.get(THEN, "")
        wanted = then if len(then.encode()) <= _LONGEST_THEN else ""
        page, note = await provider.ask(wanted, _redirect(request), client_of(request.scope))
    except Refused as refused:
        return refusal(request, refused, form)
    answer = go(page)
    cookies.keep(answer, cookies.OIDC, note, secure=secure(request), seconds=SECONDS)
    return answer


@router.get(_BACK)
async def back(request: Request) -> Response:
    """From the provider, with a code that it exchanges for the proof of who this is."""
    provider, asked_for = _provider(request), request.query_params
    if provider is None:
        return go("/sign-in")
    try:
        asked = provider.noted(cookies.read(request.scope, cookies.OIDC, secure=secure(request)))
        state, code = asked_for.get("state", ""), asked_for.get("code", "")
        claims = await provider.claims(asked, state, code, _redirect(request), client_of(request.scope))
        known = await provider.account(claims)
    except Refused as refused:
        reason = type(refused).__name__
        security_log.signed_in("refused", "oidc", address=client_of(request.scope), why=reason)
        answer = refusal(request, refused, form)
    else:
        answer = await proceed(request, Pending(known.user_id, "oidc", time.time(), then=asked.then))
    cookies.forget(answer, cookies.OIDC, secure=secure(request))
    return answer


def _provider(request: Request) -> OpenId | None:
    at = door(request)
    return OpenId(at.settings.provider, at) if at.settings.provider else None


def _redirect(request: Request) -> str:
    known = door(request).settings.public_url or str(request.base_url).rstrip("/")
    return known + _BACK
