"""On whose behalf is this request?"""

from starlette.requests import Request

from shared.rights.principal import SYSTEM, Principal


def viewer(request: Request) -> Principal:
    """Who looks at this page or calls this API."""
    found: Principal = request.scope.get("principal", SYSTEM)
    return found
