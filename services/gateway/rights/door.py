"""Is this route open to whoever asks?"""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.requests import Request

from services.gateway.rights.areas import is_open, must_all_be_placed
from services.gateway.viewer import viewer
from shared.refusals import Forbidden

COMMANDS = "commands"


async def admitted(request: Request) -> None:
    """Runs before every route. Raises Forbidden."""
    if is_command(request.scope["route"].tags):
        return
    if not is_open(request.url.path, request.method, viewer(request)):
        raise Forbidden


def is_command(tags: Iterable[Any]) -> bool:
    """Is what a route sends decided by a context, which asks for the right by itself?"""
    return any(str(tag).endswith(f": {COMMANDS}") for tag in tags)


def routes(app: FastAPI) -> Iterator[Any]:
    """Every route of the product, with `path_format`, `methods` and `tags`."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            yield route


def check(app: FastAPI) -> None:
    """Every route has an area. Raises Unplaced."""
    must_all_be_placed(route.path_format for route in routes(app) if not is_command(route.tags))
