"""On whose behalf is this request?"""

from starlette.requests import Request

from shared.rights.principal import Principal, Rights

NOBODY = Principal(user_id=None, name="", rights=Rights(own_account=False))
"""Somebody who has not signed in: without any right."""


def viewer(request: Request) -> Principal:
    """Who looks at this page or calls this API; nobody, where that was never asked."""
    found: Principal = request.scope.get("principal", NOBODY)
    return found
