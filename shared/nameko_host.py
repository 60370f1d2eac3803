"""How does the process of a service start, wait for its broker, tell its health, and end?

    python -m shared.nameko_host services.sales.service:SalesService

Importing this module turns the process green, so only the process of a service may import it.
"""

# ruff: noqa: E402  - nothing may be imported before the process is green

import warnings

warnings.filterwarnings("ignore", message="\\s*Eventlet is deprecated")

import eventlet

eventlet.monkey_patch()

import os
import signal
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from nameko.runners import ServiceRunner

from shared.amqp_addresses import in_any_order
from shared.database import connect
from shared.nameko_broker import Broker
from shared.nameko_context import DATABASE_URL
from shared.readiness import database_problem
from shared.settings import Settings, from_environment
from shared.telemetry import health, logs

MAX_WORKERS = 10
HEARTBEAT_SECONDS = 30
RETRY_SECONDS = 1.0
GRACE_SECONDS = 8.0
"""Calls being carried out at the end have this long; it must be shorter than the patience of docker stop."""


def run(service: type[Any], settings: Settings) -> None:
    """Serve the calls for one service until SIGTERM or SIGINT; calls being carried out come to their end.

    Waits for a broker that is not there yet, and survives its restarts. Raises SystemExit when the
    settings name no broker or no database.
    """
    if not (settings.amqp_url and settings.database_url):
        raise SystemExit(
            "A service needs a broker and a database: set HINDSIGHT_AMQP_URL and HINDSIGHT_DATABASE_URL."
        )
    logs.configure(service.name)
    host = _Host(service, Broker(settings.amqp_url, service.name), settings.database_url)
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, host.end)
    port = health.serve(settings.metrics_port, host.readiness, host=settings.host)
    logs.logger(__name__).info("health and metrics", port=port)
    host.serve()


class _Host:
    def __init__(self, service: type[Any], broker: Broker, database_url: str) -> None:
        self._service = service
        self._broker = broker
        self._engine = connect(database_url, pool_size=1, application_name=f"hindsight {service.name} health")
        self._config = {
            "HEARTBEAT": HEARTBEAT_SECONDS,
            "max_workers": MAX_WORKERS,
            DATABASE_URL: database_url,
        }
        self._runner: ServiceRunner | None = None
        self._ending = False
        self._log = logs.logger(__name__)

    def readiness(self) -> Mapping[str, str | None]:
        return {"broker": self._broker.problem(), "database": database_problem(self._engine)}

    def serve(self) -> None:
        while not self._ending:
            self._wait_for_broker()
            try:
                self._serve_once()
            except Exception:  # whatever ended the service must not end the process
                self._log.exception("the service ended with an error and is started again")
                eventlet.sleep(RETRY_SECONDS)

    def end(self, *_: object) -> None:
        self._ending = True
        eventlet.spawn_after(GRACE_SECONDS, os._exit, 0)  # without a broker nameko would not end at all
        if self._runner is not None:
            eventlet.spawn_n(self._runner.stop)  # a signal handler may not wait itself

    def _wait_for_broker(self) -> None:
        while not self._ending and (problem := self._broker.unreachable()):
            self._log.warning("waiting for the broker", problem=problem)
            eventlet.sleep(RETRY_SECONDS)

    def _serve_once(self) -> None:
        if self._ending:
            return
        # At its start nameko only tries the first address.
        runner = ServiceRunner(self._config | {"AMQP_URI": in_any_order(self._broker.url)})
        runner.add_service(self._service)
        self._runner = runner
        runner.start()
        self._log.info("ready for calls")
        eventlet.spawn(runner.wait).wait()
        self._log.info("ended")


def _service(path: str) -> type[Any]:
    module, _, name = path.partition(":")
    found: type[Any] = getattr(import_module(module), name)
    return found


if __name__ == "__main__":
    run(_service(sys.argv[1]), from_environment())
