"""One's own account: password, second factor, where one is signed in, tokens for programs."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.identity.api_tokens import api_tokens, tokens_of
from projections.identity.branches import all_branches, branches
from projections.identity.sessions import sessions, sessions_of
from projections.identity.things import THINGS
from services.gateway.language import language_of, translated
from services.gateway.pages.account.shown import done, oneself, settings_page
from services.gateway.pages.rights import words
from services.gateway.pages.sign_in.forms import door, secure, several, typed, wrong_fields
from services.gateway.pages.sign_in.steps import device_name
from services.gateway.problems import message
from services.gateway.signing_in import cookies, security_log
from services.gateway.signing_in.accounts import Account, account
from services.gateway.signing_in.addresses import client_of
from services.gateway.signing_in.attempts import TooManyAttempts
from services.gateway.signing_in.ending import end_all
from services.gateway.signing_in.new_password import refused_password, words_of
from services.gateway.signing_in.pending import Pending
from services.gateway.signing_in.sending import record
from services.gateway.signing_in.tokens import Wanted, issue
from services.identity import sign_in_commands as commands
from shared.marks import N_
from shared.refusals import AWAY, Invalid, NotFound, Refused

router = APIRouter()
_FIELD_OF = {"name": "token_name", "token_name": "token_name"}
_WRONG = N_("This is not your present password.")


@router.get("/settings/account")
async def own_account(request: Request) -> Response:
    """The page."""
    return await _page(request, oneself(request))


@router.post("/settings/account/password")
async def change_password(request: Request) -> Response:
    """Another password; every other session ends with it, and this one goes on under a new secret."""
    user_id, at = oneself(request), door(request)
    try:
        fields = await typed(request, "current", "password", "repeated")
    except Invalid as invalid:
        return await _page(request, user_id, refused=wrong_fields(request, invalid))
    known = await known_of(request, user_id)
    if wrong := await not_oneself(request, known, fields.get("current", "")):
        return await _page(request, user_id, refused={"current": wrong})
    if refused := refused_password(fields, words_of(known), language_of(request)):
        return await _page(request, user_id, refused=refused)
    await at.set_password(
        lambda hashed: commands.SetPassword(user_id=user_id, password_hash=hashed, by=user_id),
        fields["password"],
    )
    security_log.noted("password changed", user_id=str(user_id))
    await end_all(request.app.state.runtime, user_id, user_id)
    return await _rotated(request, known)


@router.post("/settings/account/sessions")
async def end_session(request: Request) -> Response:
    """End one session, or all but this one."""
    user_id, fields = oneself(request), await typed(request, "session_id")
    if fields.get("session_id") == "others":
        await end_all(request.app.state.runtime, user_id, user_id, but=request.scope["credential"])
        return done("sessions")
    session_id = await _own(request, user_id, fields.get("session_id", ""), "session_id")
    command = commands.EndSession(session_id=session_id, cause="revoked", by=user_id)
    receipt = await record(door(request).bus, command)
    return done("sessions", receipt.position)


@router.post("/settings/account/tokens")
async def issue_token(request: Request) -> Response:
    """A token for a program, whose secret is shown this once."""
    user_id = oneself(request)
    try:
        issued = await issue(door(request).bus, user_id, await _token_wanted(request))
    except AWAY:
        raise
    except Invalid as invalid:
        wrong = wrong_fields(request, invalid)
        at_fields = {_FIELD_OF.get(name, "token"): problem for name, problem in wrong.items()}
        return await _page(request, user_id, refused=at_fields)
    except Refused as refused:
        return await _page(request, user_id, refused={"token": message(refused, language_of(request))})
    security_log.noted("token issued", user_id=str(user_id), token_id=str(issued.token_id))
    return await _page(request, user_id, issued=issued)


@router.post("/settings/account/tokens/revoke")
async def revoke_token(request: Request) -> Response:
    """The token is good for nothing from the next call on."""
    user_id, fields = oneself(request), await typed(request, "token_id")
    token_id = await _own(request, user_id, fields.get("token_id", ""), "token_id")
    receipt = await record(door(request).bus, commands.RevokeToken(token_id=token_id, by=user_id))
    security_log.noted("token revoked", user_id=str(user_id), token_id=str(token_id))
    return done("tokens", receipt.position)


async def _token_wanted(request: Request) -> Wanted:
    fields = await typed(request, "token_name", "scope", "branch", "days")
    days = fields.get("days", "")
    return Wanted(
        fields.get("token_name", ""),
        tuple(several(await request.body(), "scope")),
        fields.get("branch", ""),
        int(days) if days.isdecimal() else 90,
    )


async def _page(request: Request, user_id: UUID, **more: Any) -> Response:
    known = await known_of(request, user_id)

    def asks(connection: Connection) -> dict[str, Any]:
        return {
            "sessions": sessions_of(connection, user_id),
            "tokens": tokens_of(connection, user_id),
            "branches": branches(connection),
        }

    found = {
        "account": known,
        "credential": request.scope["credential"],
        "done": request.query_params.get("done", ""),
        "things": [(thing, translated(language_of(request), words.THINGS[thing])) for thing in THINGS],
        "issued": None,
        **more,
    }
    reads = (sessions, api_tokens, all_branches)
    return await settings_page(request, "account/account.html", found, reads=reads, asks=asks)


async def known_of(request: Request, user_id: UUID) -> Account:
    at = door(request)
    return await at.ask(lambda: account(at.log, user_id))


async def not_oneself(request: Request, known: Account, password: str) -> str | None:
    """What is wrong with the present password; guessing it is counted as at the door."""
    at, counted = door(request), f"present password of {known.user_id}"
    address = client_of(request.scope)
    try:
        await at.ask(lambda: at.attempts.admit(counted, address))
        if await at.fits(known, password):
            await at.ask(lambda: at.attempts.succeeded(counted))
            return None
    except TooManyAttempts as refused:
        return message(refused, language_of(request))
    await at.ask(lambda: at.attempts.failed(counted, address))
    return translated(language_of(request), _WRONG)


async def _rotated(request: Request, known: Account) -> Response:
    so_far = Pending(known.user_id, "password", 0, second=known.credentials.sealed_secret is not None)
    secret = await door(request).begin(known, so_far, client_of(request.scope), device_name(request))
    answer = done("password")
    seconds = int(door(request).settings.longest.total_seconds())
    cookies.keep(answer, cookies.SESSION, secret, secure=secure(request), seconds=seconds)
    return answer


async def _own(request: Request, user_id: UUID, given: str, column: str) -> UUID:
    def ids(connection: Connection) -> set[UUID]:
        if column == "session_id":
            return {row.session_id for row in sessions_of(connection, user_id)}
        return {row.token_id for row in tokens_of(connection, user_id)}

    reads = [sessions] if column == "session_id" else [api_tokens]
    mine = (await request.app.state.runtime.reader.ask(reads, ids)).value
    for each in mine:
        if str(each) == given:
            return UUID(given)
    raise NotFound(what="record", id=given)
