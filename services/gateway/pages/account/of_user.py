"""How somebody else signs in: what an administrator sees of it, and may do about it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from projections.identity.api_tokens import api_tokens, tokens_of
from projections.identity.sessions import sessions, sessions_of
from services.gateway.pages.account.shown import done, settings_page
from services.gateway.pages.sign_in.forms import typed
from services.gateway.signing_in.accounts import Account
from services.gateway.signing_in.letting import (
    another,
    give_password,
    sign_out_everywhere,
    take_second_factor,
)

router = APIRouter(prefix="/settings/people/{user_id}/sign-in")


@router.get("")
async def of_user(request: Request, user_id: UUID) -> Response:
    """The page."""
    return await _page(request, await another(request, user_id))


@router.post("")
async def change(request: Request, user_id: UUID) -> Response:
    """Give a password, take the second factor away, or sign them out."""
    known, fields = await another(request, user_id), await typed(request, "what")
    if fields.get("what") == "password":
        return await _page(request, known, password=await give_password(request, known))
    if fields.get("what") == "factor":
        await take_second_factor(request, known)
    if fields.get("what") == "sessions":
        await sign_out_everywhere(request, known)
    return done(fields.get("what", ""), address=request.url.path)


async def _page(request: Request, known: Account, **more: Any) -> Response:
    def asks(connection: Connection) -> dict[str, Any]:
        return {
            "sessions": sessions_of(connection, known.user_id),
            "tokens": tokens_of(connection, known.user_id),
        }

    found = {"account": known, "password": None, "done": request.query_params.get("done", ""), **more}
    reads = (sessions, api_tokens)
    return await settings_page(request, "account/of_user.html", found, reads=reads, asks=asks)
