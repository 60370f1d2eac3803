"""Which files do the pages need besides their HTML, and how long may a browser keep them?"""

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from services.gateway.pages.environment import STATIC


class Assets(StaticFiles):
    """Static files; one asked for by its version (`?v=`) never changes."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if b"v=" in scope["query_string"]:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


assets = Assets(directory=STATIC)
