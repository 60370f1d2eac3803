"""How does Hindsight run as separate processes on one machine? supervisord keeps them running."""

import getpass
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from services.operations.console import say
from services.operations.installation import record, the_only_one
from services.operations.listening import listen
from services.operations.provision import provisioned
from services.operations.supervision import Narrator
from shared.settings import Settings

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "deploy" / "supervisord.conf"
WITH_METRICS = 8
"""How many processes show their metrics on a port of their own; the gateway has them on its own address."""


def run(settings: Settings) -> None:
    """Provide PostgreSQL and RabbitMQ, then run every process until a signal comes. Raises ServerMissing."""
    # A request to end, from whomever, ends it as Ctrl-C does: processes first, servers last.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # The gateway listens later, in a process of its own: a port in use is said before anything starts.
    listen(settings, None).close()
    try:
        with the_only_one(settings) as file, provisioned(settings) as given, _supervised(given) as supervisor:
            record(file, given)
            say(f"Hindsight starts at http://{given.host}:{given.port} (Ctrl-C stops it).")
            say(f"Each process logs to a file of its own in {logs(given)}")
            supervisor.narrate()
            raise SystemExit(supervisor.process.wait())
    except KeyboardInterrupt:
        say("Hindsight has stopped.")


@contextmanager
def _supervised(settings: Settings) -> Iterator["_Supervisor"]:
    logs(settings).mkdir(parents=True, exist_ok=True)
    # A session of its own: Ctrl-C reaches the processes once, through here, and the servers are stopped last.
    process = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "-c", str(PROCESSES)],
        env=os.environ | variables(settings),
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    supervisor = _Supervisor(process, Narrator(logs(settings)))
    try:
        yield supervisor
    finally:
        process.terminate()
        supervisor.narrate()
        process.wait()


class _Supervisor(NamedTuple):
    process: "subprocess.Popen[str]"
    narrator: Narrator

    def narrate(self) -> None:
        """Say what happens, until supervisord ends."""
        for line in self.process.stdout or ():
            if told := self.narrator.tell(line.rstrip()):
                say(told)


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
