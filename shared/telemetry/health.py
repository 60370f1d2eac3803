"""Is this process alive, and ready to work? (For processes that do not speak HTTP otherwise.)"""

import json
from collections.abc import Callable, Iterable, Mapping
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Readiness = Callable[[], Mapping[str, str | None]]
"""Asks what this process depends on: name → None when it is well, else a sentence that says what is wrong."""


def serve(port: int, readiness: Readiness, *, host: str = "127.0.0.1") -> int:
    """Answer /healthz, /readyz and /metrics on a daemon thread; returns the port (a free one for 0).

    Raises OSError when the port is taken.
    """
    server = make_server(host, port, application(readiness), server_class=_Server, handler_class=_Quiet)
    Thread(target=server.serve_forever, name="health", daemon=True).start()
    return int(server.server_address[1])


def application(readiness: Readiness) -> "WSGIApplication":
    """The three answers as a WSGI application, for a process that has a server of its own."""
    metrics = make_wsgi_app()

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/metrics":
            body: Iterable[bytes] = metrics(environ, start)
            return body
        if path == "/healthz":
            return _json(start, "200 OK", {"status": "alive"})
        if path == "/readyz":
            return _json(start, *ready(readiness()))
        return _json(
            start, "404 Not Found", {"status": "not found", "known": ["/healthz", "/readyz", "/metrics"]}
        )

    return answer


def ready(checks: Mapping[str, str | None]) -> tuple[str, dict[str, Any]]:
    """The HTTP status line and body that tell how the checks came out."""
    well = all(problem is None for problem in checks.values())
    body = {"status": "ready" if well else "not ready", "checks": {k: v or "ok" for k, v in checks.items()}}
    return ("200 OK" if well else "503 Service Unavailable"), body


def _json(start: "StartResponse", status: str, body: dict[str, Any]) -> list[bytes]:
    start(status, [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Probes come every few seconds and say nothing new."""
