"""Does this request come from where it should? A cookie goes along also with what another web site sends."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway.asgi.headers import value
from services.gateway.language import language_of, translated
from services.gateway.problems import problem
from shared.marks import N_

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_WRONG_HOST = N_(
    "Hindsight is not served under this host name. Name it in HINDSIGHT_TRUSTED_HOSTS if it should be."
)
_WRONG_ORIGIN = N_("A page of another web site may not change anything here.")


class Guard:
    """Refuses unknown Host names (DNS rebinding) and writes sent by pages of other sites.

    Probes are let through under any name: they are called by address, and tell nothing of the records.
    """

    def __init__(self, app: ASGIApp, trusted_hosts: Collection[str] = ()) -> None:
        self.app = app
        self.hosts = LOOPBACK | frozenset(trusted_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refusal(scope) if scope["type"] == "http" else None
        answer = self.app if refused is None else _answer(Request(scope), *refused)
        await answer(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str, str] | None:
        host = value(scope, b"host")
        if host_name(host) not in self.hosts and scope["path"] not in PROBES:
            return 421, "WrongHost", _WRONG_HOST
        if scope["method"] not in SAFE_METHODS and _cross_site(scope, host):
            return 403, "WrongOrigin", _WRONG_ORIGIN
        return None


def _answer(request: Request, status: int, kind: str, sentence: str) -> ASGIApp:
    return problem(request, status, kind=kind, detail=translated(language_of(request), sentence))


def _cross_site(scope: Scope, host: str) -> bool:
    origin = value(scope, b"origin")
    if origin:
        try:
            return urlsplit(origin).netloc.lower() != host.lower()
        except ValueError:  # no browser writes such a one
            return True
    return value(scope, b"sec-fetch-site") in ("cross-site", "same-site")


def host_name(host: str) -> str:
    """The host without its port: `[::1]:8080` → `::1`."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()
