"""The first start: the company's name and the first administrator, asked for once."""

import time
from functools import partial
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from events.sign_in import FOUNDER
from services.gateway.language import language_of, translated
from services.gateway.pages.sign_in.forms import door, sent, show, typed, wrong_fields
from services.gateway.pages.sign_in.password import refusal
from services.gateway.pages.sign_in.steps import enter, go
from services.gateway.signing_in.accounts import is_founded
from services.gateway.signing_in.addresses import client_of, is_local
from services.gateway.signing_in.founding import found, is_start_code
from services.gateway.signing_in.new_password import refused_password
from services.gateway.signing_in.pending import Pending
from services.identity.commands import AddUser
from services.identity.founding import AlreadyFounded
from services.identity.sign_in_commands import FoundInstallation
from shared.commands import Command, parse
from shared.marks import N_
from shared.refusals import Invalid, Refused

router = APIRouter()
_WRONG_CODE = N_("This is not the code. The console where Hindsight was started shows it.")
_ATTEMPTS = "first start"
_FIELDS = ("code", "company", "name", "email", "password", "repeated")


@router.get("/first-start")
async def first_start(request: Request) -> Response:
    """The form, for as long as there is nobody."""
    at = door(request)
    return go("/sign-in") if await at.ask(lambda: is_founded(at.log)) else _form(request)


@router.post("/first-start")
async def start(request: Request) -> Response:
    """Make the first administrator, and sign them in."""
    at, fields = door(request), dict[str, str]()
    try:
        fields = await typed(request, *_FIELDS)
        if wrong := await _wrong_code(request, fields) or _wrong_fields(request, fields):
            return _form(request, 422, refused=wrong, typed=fields)
        known = await found(
            at,
            name=fields["name"],
            email=fields["email"],
            company=fields["company"],
            password=fields["password"],
            language=language_of(request),
        )
    except AlreadyFounded:
        return go("/sign-in")
    except Invalid as invalid:
        return _form(request, 422, refused=wrong_fields(request, invalid), typed=await sent(request))
    except Refused as refused:
        return refusal(request, refused, partial(_form, typed=fields))
    return await enter(request, known, Pending(known.user_id, "password", time.time()))


async def _wrong_code(request: Request, fields: dict[str, str]) -> dict[str, str]:
    if not _needs_code(request):
        return {}
    at, address = door(request), client_of(request.scope)
    await at.ask(lambda: at.attempts.admit(_ATTEMPTS, address))
    if is_start_code(at, fields.get("code", "")):
        return {}
    await at.ask(lambda: at.attempts.failed(_ATTEMPTS, address))
    return {"code": translated(language_of(request), _WRONG_CODE)}


def _wrong_fields(request: Request, fields: dict[str, str]) -> dict[str, str]:
    for name in ("company", "name", "email", "password"):
        fields.setdefault(name, "")
    own = {"user_id": str(FOUNDER), "name": fields["name"], "email": fields["email"]}
    company = {"administrator_id": str(FOUNDER), "company": fields["company"]}
    words = (fields["name"], fields["email"], fields["company"])
    return (
        _refused(request, FoundInstallation, company)
        | _refused(request, AddUser, own)
        | refused_password(fields, words, language_of(request))
    )


def _refused(request: Request, command: type[Command], body: dict[str, str]) -> dict[str, str]:
    try:
        parse(command, body)
    except Invalid as invalid:
        return wrong_fields(request, invalid)
    return {}


def _needs_code(request: Request) -> bool:
    return bool(door(request).settings.public_url) or not is_local(request.scope)


def _form(request: Request, status: int = 200, **more: Any) -> Response:
    context: dict[str, Any] = {"typed": {}, "needs_code": _needs_code(request)} | more
    return show(request, "sign_in/first_start.html", status, **context)
