"""Is this route open to whoever asks?"""

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request

from services.gateway.rights.areas import is_open, must_all_be_placed
from services.gateway.viewer import viewer
from shared.refusals import Forbidden

COMMANDS = "commands"


async def admitted(request: Request) -> None:
    """Runs before every route. Raises Forbidden."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or is_command(route):
        return
    if not is_open(route.path_format, request.method, viewer(request)):
        raise Forbidden


def is_command(route: APIRoute) -> bool:
    """Is what it sends decided by a context, which asks for the right by itself?"""
    return any(str(tag).endswith(f": {COMMANDS}") for tag in route.tags)


def check(app: FastAPI) -> None:
    """Every route has an area. Raises Unplaced."""
    routes = (route for route in app.routes if isinstance(route, APIRoute))
    must_all_be_placed(route.path_format for route in routes if not is_command(route))
