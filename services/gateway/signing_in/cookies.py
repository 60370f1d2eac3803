"""In which cookies does a browser keep what it shows again?"""

from starlette.responses import Response
from starlette.types import Scope

from services.gateway.asgi.guard import LOOPBACK, host_name
from services.gateway.asgi.headers import value

SESSION, PENDING, FORM, OIDC = "session", "sign-in", "form", "oidc"
_PREFIX = "__Host-hindsight-"
_PLAIN_PREFIX = "hindsight-"


def is_secure(scope: Scope, *, tls: bool) -> bool:
    """May a cookie be bound to a secure address? Browsers count those of this machine among them.

    `tls` says that there is TLS in front, whatever arrives here.
    """
    return tls or scope["scheme"] == "https" or host_name(value(scope, b"host")) in LOOPBACK


def name_of(cookie: str, *, secure: bool) -> str:
    """The cookie's full name: with a prefix by which browsers bind it to this very host."""
    return (_PREFIX if secure else _PLAIN_PREFIX) + cookie


def read(scope: Scope, cookie: str, *, secure: bool) -> str | None:
    """What the browser sent. Two of one name are none: one of them was planted."""
    name = name_of(cookie, secure=secure)
    found = {
        held.strip().removeprefix(f"{name}=")
        for held in value(scope, b"cookie").split(";")
        if held.strip().startswith(f"{name}=")
    }
    return found.pop() if len(found) == 1 else None


def keep(response: Response, cookie: str, content: str, *, secure: bool, seconds: int | None = None) -> None:
    """Have the browser keep it, out of reach of scripts and of other sites."""
    response.set_cookie(
        name_of(cookie, secure=secure),
        content,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def forget(response: Response, cookie: str, *, secure: bool) -> None:
    """Have the browser forget it."""
    keep(response, cookie, "", secure=secure, seconds=0)
