"""Where is the API described? As OpenAPI 3.1, and as a page that works without the internet."""

from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from services.gateway.api.describing import EVERYWHERE, WRITES, problems, schemas

router = APIRouter(include_in_schema=False)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hindsight API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/vendor/swagger-ui.css">
</head>
<body>
<p><a href="/">Hindsight</a></p>
<div id="api"></div>
<script src="/static/vendor/swagger-ui-bundle.js"></script>
<script src="/static/docs/start.js"></script>
</body>
</html>
"""


@router.get("/api/docs")
async def docs() -> Response:
    """The page."""
    return HTMLResponse(_PAGE)


@router.get("/api/openapi.json")
async def description(request: Request) -> Response:
    """The description, generated from the routes."""
    return JSONResponse(request.app.openapi())


def describe(app: FastAPI, rows: tuple[type, ...]) -> None:
    """Add the schemas of commands and answers to what FastAPI generates."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        description = generate()
        known = description.setdefault("components", {}).setdefault("schemas", {})
        known.update(schemas(rows))
        for unused in ("HTTPValidationError", "ValidationError"):
            known.pop(unused, None)
        for operations in description["paths"].values():
            for method, operation in operations.items():
                everywhere = problems(*EVERYWHERE, *(() if method == "get" else WRITES))
                own = operation["responses"]
                if own.pop("422", None):
                    everywhere |= problems(422)  # in our words, also where FastAPI would tell it in its own
                operation["responses"] = {str(status): told for status, told in everywhere.items()} | own
        return description

    app.openapi = openapi  # type: ignore[method-assign]
