"""How is HEAD answered? Like GET, without the body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# It never ends, so there is no whole answer whose headers could be told.
STREAMS = "/api/v1/events"


class Head:
    """Asks for what GET would give, and keeps its headers only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"] == STREAMS:
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, answer)
