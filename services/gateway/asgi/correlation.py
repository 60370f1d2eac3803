"""Which request does a log line, an event or an answer belong to, and how long did it take?"""

import os
import time
from uuid import UUID, uuid4, uuid5

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway.asgi.headers import value
from shared.telemetry import metrics
from shared.telemetry.logs import correlated, logger

NAMESPACE = UUID("5b2d4dd6-8c0e-4c6d-9d0a-6f0f4c5f3d10")
SLOW_SECONDS = 1.0
_log = logger("hindsight.http")


class Correlation:
    """Takes X-Correlation-ID or draws one, binds it to the logs and sends it back; counts and times requests.

    Log lines: failures of ours and slow requests; every request with HINDSIGHT_ACCESS_LOG=1.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log_all = os.environ.get("HINDSIGHT_ACCESS_LOG") == "1"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        correlation_id = scope["correlation_id"] = str(_correlation_id(value(scope, b"x-correlation-id")))
        started, status = time.perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-correlation-id", correlation_id.encode())]
            await send(message)

        with correlated(correlation_id):
            try:
                await self.app(scope, receive, answer)
            finally:
                self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        if not scope.get("streams"):
            metrics.http_seconds.labels(scope["method"], route, str(status)).observe(seconds)
        if self.log_all or status >= 500 or (seconds > SLOW_SECONDS and not scope.get("streams")):
            _log.info(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                seconds=round(seconds, 4),
            )


def _correlation_id(given: str) -> UUID:
    if not given:
        return uuid4()
    try:
        return UUID(given)
    except ValueError:
        return uuid5(NAMESPACE, given)
