"""Which files do the pages need besides their HTML, and how long may a browser keep them?"""

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from services.gateway.pages.asset_files import STATIC, Made, made

FOR_EVER = "public, max-age=31536000, immutable"
SMALLEST = 500


class Assets(StaticFiles):
    """Static files, compressed once; one asked for by its version (`?v=`) never changes."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        asked = Headers(scope=scope)
        found = made(path) if scope["method"] in ("GET", "HEAD") else None
        response = await super().get_response(path, scope) if found is None else _answer(found, asked)
        if b"v=" in scope["query_string"] and response.status_code == 200:
            response.headers["Cache-Control"] = FOR_EVER
        return response


def _answer(found: Made, asked: Headers) -> Response:
    headers = {"ETag": f'"{found.version}"', "Vary": "Accept-Encoding"}
    if headers["ETag"] in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in asked.get("accept-encoding", "") and len(found.content) > SMALLEST:
        return Response(found.compressed, 200, headers | {"Content-Encoding": "gzip"}, found.kind)
    return Response(found.content, 200, headers, found.kind)


assets = Assets(directory=STATIC)
