"""How does every answer, also a refusal, say which log position it reflects?"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway.reflected import HEADER, noted

_NAME = HEADER.lower().encode()


class Position:
    """Adds the header, with the lowest position, to answers for which one was noted."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with noted() as positions:

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start" and positions:
                    message["headers"] = [*message["headers"], (_NAME, b"%d" % min(positions))]
                await send(message)

            await self.app(scope, receive, answer)
