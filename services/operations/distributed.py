"""How does Hindsight run as separate processes on one machine? Honcho starts what deploy/Procfile lists."""

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
PROCFILE = ROOT / "deploy" / "Procfile"


def run(settings: Settings) -> None:
    """Provide PostgreSQL and RabbitMQ, then run every process until one ends or a signal comes.

    Raises SystemExit where a process ended by itself, and ServerMissing.
    """
    # A request to end, from whomever, ends it as Ctrl-C does: processes first, servers last.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with provisioned(settings) as given, _honcho(given) as processes:
            raise SystemExit(processes.wait())
    except KeyboardInterrupt:
        say("Hindsight has stopped.")


@contextmanager
def _honcho(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    # A session of its own: Ctrl-C reaches the processes once, through here, and the servers are stopped last.
    honcho = subprocess.Popen(
        command(settings), env=os.environ | variables(settings), cwd=ROOT, start_new_session=True
    )
    try:
        yield honcho
    finally:
        honcho.terminate()
        honcho.wait()


def variables(settings: Settings) -> dict[str, str]:
    """The settings as each process reads them, and the folder where the shell finds `hindsight`."""
    return {
        "HINDSIGHT_DATABASE_URL": settings.database_url or "",
        "HINDSIGHT_AMQP_URL": settings.amqp_url or "",
        "HINDSIGHT_DATA_DIR": str(settings.data_dir),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
    }


def command(settings: Settings) -> list[str]:
    """Honcho's command line; process n shows metrics on HINDSIGHT_METRICS_PORT + 100 n, if given."""
    ports = ["-p", str(settings.metrics_port)] if settings.metrics_port else []
    return [sys.executable, "-m", "honcho", "start", "-f", str(PROCFILE), *ports]
