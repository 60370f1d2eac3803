"""Which headers does every answer carry, so that a browser keeps to what the page is meant to do?"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
ALWAYS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    # Records change at any time: keep them, but ask before using them again (ETag answers 304).
    (b"cache-control", b"no-cache"),
)

# What a page consists of is no page itself; dozens of these would be heavier than what they carry.
FILES = "/static/"
OF_FILES = tuple(h for h in ALWAYS if h[0] in (b"x-content-type-options", b"cross-origin-resource-policy"))


class Headers:
    """Adds the security headers an answer does not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = OF_FILES if scope.get("path", "").startswith(FILES) else ALWAYS

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in wanted if h[0] not in given)]
            await send(message)

        await self.app(scope, receive, answer if scope["type"] == "http" else send)


def value(scope: Scope, name: bytes) -> str:
    """A request header's value ("" where it is missing); `name` in lower case."""
    return next((held.decode("latin-1") for key, held in scope["headers"] if key == name), "")
