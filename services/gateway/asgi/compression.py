"""Which answers are compressed on their way? All that are long enough, but for pages with a form's token.

Such a page holds a secret beside what its address says (?then=, ?lang=). Compressed, its length would tell
whoever makes a browser ask and watches the wire how much of a guess is right (BREACH): it goes as it is.
"""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

WITH_TOKENS = ("/sign-in", "/first-start", "/settings")
_SMALLEST = 1000
_LEVEL = 5


class Compression:
    """Compresses with gzip whatever holds no secret."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._compressed = GZipMiddleware(app, minimum_size=_SMALLEST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        secret = scope["type"] == "http" and _has_token(scope["path"])
        await (self._plain if secret else self._compressed)(scope, receive, send)


def _has_token(path: str) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in WITH_TOKENS)
