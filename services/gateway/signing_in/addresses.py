"""From where does a request come?"""

from ipaddress import ip_address

from starlette.types import Scope

from services.gateway.asgi.guard import LOOPBACK, host_name
from services.gateway.asgi.headers import value


def client_of(scope: Scope) -> str:
    """The address of the client, as the server or a proxy it trusts tells it."""
    client = scope.get("client")
    return str(client[0])[:100] if client else ""


def is_local(scope: Scope) -> bool:
    """Does it come from this machine, and not by way of a proxy?"""
    if value(scope, b"x-forwarded-for") or value(scope, b"forwarded"):
        return False
    return _is_loopback(client_of(scope)) and host_name(value(scope, b"host")) in LOOPBACK


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
