"""Where does somebody go who has shown who they are, or half of it?"""

from http import HTTPStatus
from urllib.parse import urlsplit

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from events.sign_in import preferences_id
from services.gateway.pages.sign_in.forms import door, secure
from services.gateway.signing_in import cookies, pending
from services.gateway.signing_in.accounts import Account, account
from services.gateway.signing_in.addresses import client_of
from services.gateway.signing_in.devices import device_of
from services.gateway.signing_in.pending import Pending
from services.identity.sign_in import PREFERENCES

HOME = "/"


def go(address: str) -> Response:
    """Look at this page next."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def safe(address: str) -> str:
    """An address of ours to go to after signing in; anything else is the home page."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc
    return address if ours and "\\" not in address and address.isprintable() else HOME


def begun(request: Request) -> Pending | None:
    """The sign-in that has begun in this browser."""
    note = cookies.read(request.scope, cookies.PENDING, secure=secure(request))
    return pending.opened(door(request).keys, note)


async def proceed(request: Request, so_far: Pending) -> Response:
    """To the next step, or in."""
    known = await known_of(request, so_far)
    if not known.active:
        return go("/sign-in")
    step = door(request).next_step(known, so_far)
    if step is None:
        return await enter(request, known, so_far)
    return remember(request, go(step), so_far)


async def known_of(request: Request, so_far: Pending) -> Account:
    """The account of whoever signs in."""
    at = door(request)
    return await at.ask(lambda: account(at.log, so_far.user_id))


def remember(request: Request, answer: Response, so_far: Pending, **changes: object) -> Response:
    """Have the browser keep how far it is."""
    note = pending.sealed(door(request).keys, replace(so_far, **changes))
    cookies.keep(answer, cookies.PENDING, note, secure=secure(request), seconds=pending.SECONDS)
    return answer


async def enter(request: Request, known: Account, so_far: Pending) -> Response:
    """Begin a session with a secret of its own, and go where they wanted to go."""
    at = door(request)
    secret = await at.begin(known, so_far, client_of(request.scope), device_name(request))
    answer = go(safe(so_far.then) if so_far.then else await _home(request, known))
    cookies.keep(
        answer,
        cookies.SESSION,
        secret,
        secure=secure(request),
        seconds=int(at.settings.longest.total_seconds()),
    )
    cookies.forget(answer, cookies.PENDING, secure=secure(request))
    return answer


def device_name(request: Request) -> str:
    """The browser, as its owner recognises it in a list."""
    return device_of(request.headers.get("user-agent", ""))


async def _home(request: Request, known: Account) -> str:
    at = door(request)
    records = await at.ask(lambda: at.log.stream(preferences_id(known.user_id)))
    return PREFERENCES.fold(records).home or HOME
