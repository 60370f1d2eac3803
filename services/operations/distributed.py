"""How does Hindsight run as separate processes on one machine? supervisord keeps them running."""

import getpass
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.operations.console import say
from services.operations.provision import provisioned
from shared.settings import Settings

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "deploy" / "supervisord.conf"
WITH_METRICS = 4
"""How many processes show their metrics on a port of their own; the gateway has them on its own address."""


def run(settings: Settings) -> None:
    """Provide PostgreSQL and RabbitMQ, then run every process until a signal comes. Raises ServerMissing."""
    # A request to end, from whomever, ends it as Ctrl-C does: processes first, servers last.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with provisioned(settings) as given, _supervised(given) as supervisor:
            say(f"Hindsight starts at http://{given.host}:{given.port} (Ctrl-C stops it).")
            say(f"Each process logs to a file of its own in {logs(given)}")
            raise SystemExit(supervisor.wait())
    except KeyboardInterrupt:
        say("Hindsight has stopped.")


@contextmanager
def _supervised(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    logs(settings).mkdir(parents=True, exist_ok=True)
    # A session of its own: Ctrl-C reaches the processes once, through here, and the servers are stopped last.
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "-c", str(PROCESSES)],
        env=os.environ | variables(settings),
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        yield supervisor
    finally:
        supervisor.terminate()
        supervisor.wait()


def logs(settings: Settings) -> Path:
    """The folder with one log file for each process."""
    return settings.data_dir / "logs"


def variables(settings: Settings) -> dict[str, str]:
    """What deploy/supervisord.conf and the processes read: process n shows metrics on the given port + n."""
    ports = [settings.metrics_port + n if settings.metrics_port else 0 for n in range(1, WITH_METRICS + 1)]
    return {
        "HINDSIGHT": str(Path(sys.executable).parent / "hindsight"),
        "HINDSIGHT_USER": getpass.getuser(),
        "HINDSIGHT_LOGS": str(logs(settings)),
        "HINDSIGHT_DATABASE_URL": settings.database_url or "",
        "HINDSIGHT_AMQP_URL": settings.amqp_url or "",
        "HINDSIGHT_DATA_DIR": str(settings.data_dir),
        "PYTHONUNBUFFERED": "1",
        **{f"HINDSIGHT_METRICS_PORT_{n}": str(port) for n, port in enumerate(ports, 1)},
    }
