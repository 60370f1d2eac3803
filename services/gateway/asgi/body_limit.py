"""How much may a client send? Counted while it streams in, so that nothing large is ever held in memory."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway.asgi.headers import value

COMMAND_BYTES = 1024 * 1024
# Uploads of files count for themselves.
UPLOADS = "/api/v1/imports"


class BodyLimit:
    """Raises 413 in whoever reads the body, as soon as it is announced or grows larger than the limit."""

    def __init__(self, app: ASGIApp, limit: int = COMMAND_BYTES) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] == "GET" or scope["path"].startswith(UPLOADS):
            await self.app(scope, receive, send)
            return
        announced = value(scope, b"content-length")
        taken = int(announced) if announced.isdigit() else 0

        async def counted() -> Message:
            nonlocal taken
            if taken > self.limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            message = await receive()
            if not announced:
                taken += len(message.get("body", b""))
            if taken > self.limit:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self.app(scope, counted, send)
