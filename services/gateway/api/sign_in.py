"""What can be asked about sessions and tokens over HTTP, one's own and, by administrators, everybody's?"""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.identity.api_tokens import TokenRow, api_tokens, tokens_of
from projections.identity.sessions import SessionRow, sessions, sessions_of
from services.gateway.api import answers
from services.gateway.api.describing import items_of, problems, receipt_of
from services.gateway.runtime import Runtime
from services.gateway.signing_in import security_log
from services.gateway.signing_in.letting import another, give_password, sign_out_everywhere
from services.gateway.signing_in.letting import take_second_factor as take
from services.gateway.signing_in.sending import record
from services.gateway.signing_in.tokens import LONGEST_DAYS, Wanted, issue
from services.gateway.viewer import viewer
from services.identity.sign_in_commands import EndSession, RevokeToken, Scope
from shared.commands import Line, ShortLine
from shared.refusals import Forbidden, NotFound

router = APIRouter(prefix="/api/v1", tags=["sign-in"])


class IssuedToken(msgspec.Struct, frozen=True):
    """A new token; its secret is told this once."""

    token_id: UUID
    token: str


class GivenPassword(msgspec.Struct, frozen=True):
    """A password for the first time only, told this once."""

    password: str


ROWS = (SessionRow, TokenRow, IssuedToken, GivenPassword)


class TokenWanted(BaseModel):
    """What a token is for, what it may do, where, and for how long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=50)]
    branch: ShortLine = ""
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = 90


@router.get("/sessions", summary="Your sessions", responses={200: items_of("SessionRow"), **problems(503)})
async def own_sessions(request: Request) -> Response:
    """Where you are signed in."""
    return await _sessions(request, _oneself(request))


@router.delete("/sessions/{session_id}", summary="End a session", status_code=204, responses=problems(404))
async def end_session(request: Request, session_id: UUID) -> Response:
    """One of your own; its next call is refused."""
    user_id = _oneself(request)
    await _must_be_theirs(request, user_id, session_id)
    await record(_runtime(request).bus, EndSession(session_id=session_id, cause="revoked", by=user_id))
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/tokens", summary="Your tokens", responses={200: items_of("TokenRow"), **problems(503)})
async def own_tokens(request: Request) -> Response:
    """Those that are good, without their secrets."""
    user_id = _oneself(request)
    asked = _runtime(request).reader.ask([api_tokens], lambda connection: tokens_of(connection, user_id))
    return answers.items(await asked)


@router.post("/tokens", summary="Make a token", status_code=201, responses={201: receipt_of("IssuedToken")})
async def make_token(request: Request, wanted: TokenWanted) -> Response:
    """It lends your rights, as far as its scopes and branch allow."""
    user_id = _oneself(request)
    asked = Wanted(wanted.name, wanted.scopes, wanted.branch, wanted.days)
    issued = await issue(_runtime(request).bus, user_id, asked)
    security_log.noted("token issued", user_id=str(user_id), token_id=str(issued.token_id))
    return _told(IssuedToken(issued.token_id, issued.secret), HTTPStatus.CREATED)


@router.delete("/tokens/{token_id}", summary="Revoke a token", status_code=204, responses=problems(404))
async def revoke_token(request: Request, token_id: UUID) -> Response:
    """One of your own; its next call is refused."""
    user_id = _oneself(request)
    await _must_be_theirs(request, user_id, token_id)
    await record(_runtime(request).bus, RevokeToken(token_id=token_id, by=user_id))
    security_log.noted("token revoked", user_id=str(user_id), token_id=str(token_id))
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get(
    "/users/{user_id}/sessions",
    summary="Somebody's sessions",
    responses={200: items_of("SessionRow"), **problems(403, 404, 503)},
)
async def their_sessions(request: Request, user_id: UUID) -> Response:
    """For administrators."""
    return await _sessions(request, (await another(request, user_id)).user_id)


@router.delete(
    "/users/{user_id}/sessions", summary="Sign somebody out", status_code=204, responses=problems(403, 404)
)
async def end_their_sessions(request: Request, user_id: UUID) -> Response:
    """End all their sessions, for administrators."""
    await sign_out_everywhere(request, await another(request, user_id))
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post(
    "/users/{user_id}/password",
    summary="Give somebody a password",
    responses={200: receipt_of("GivenPassword"), **problems(403, 404)},
)
async def their_password(request: Request, user_id: UUID) -> Response:
    """One for the first time only, for administrators; all their sessions end."""
    return _told(GivenPassword(await give_password(request, await another(request, user_id))), HTTPStatus.OK)


@router.delete(
    "/users/{user_id}/second-factor",
    summary="Take somebody's second factor away",
    status_code=204,
    responses=problems(403, 404),
)
async def their_second_factor(request: Request, user_id: UUID) -> Response:
    """For administrators, when phone and recovery codes are lost."""
    await take(request, await another(request, user_id))
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _runtime(request: Request) -> Runtime:
    held: Runtime = request.app.state.runtime
    return held


def _oneself(request: Request) -> UUID:
    who = viewer(request)
    if who.user_id is None or not who.rights.own_account:
        raise Forbidden
    return who.user_id


async def _sessions(request: Request, user_id: UUID) -> Response:
    asked = _runtime(request).reader.ask([sessions], lambda connection: sessions_of(connection, user_id))
    return answers.items(await asked)


async def _must_be_theirs(request: Request, user_id: UUID, credential: UUID) -> None:
    def theirs(connection: Connection) -> set[UUID]:
        held = {row.session_id for row in sessions_of(connection, user_id)}
        return held | {row.token_id for row in tokens_of(connection, user_id)}

    found = (await _runtime(request).reader.ask([sessions, api_tokens], theirs)).value
    if credential not in found:
        raise NotFound(what="record", id=str(credential))


def _told(secret: IssuedToken | GivenPassword, status: HTTPStatus) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(secret), status, headers, media_type="application/json")
