"""A PostgreSQL server of our own in a folder of its own: made once, started, reused, stopped."""

import hashlib
import shlex
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import psycopg2
from sqlalchemy import URL

from shared.database import DRIVER
from shared.servers.accounts import unprivileged
from shared.servers.errors import ServerMissing, reason
from shared.servers.lease import Lease
from shared.servers.postgres_binaries import Binaries, preferred, same_as
from shared.servers.processes import end, pid_in

START_SECONDS = 30
# Replaying the write-ahead log after a crash may take longer than a start.
RECOVERY_SECONDS = 300
# A socket's path may have 107 characters; the rest is for the file's name.
LONGEST_SOCKET_FOLDER = 85
SETTINGS = {
    "listen_addresses": "",
    "cluster_name": "hindsight",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PrivateCluster:
    """Reached through a socket in a folder that only its account may enter: it listens on no port."""

    def __init__(self, folder: Path, durable: bool = True) -> None:
        self._folder = folder.absolute()
        self._settings = SETTINGS if durable else SETTINGS | NOT_DURABLE
        self._account = unprivileged(["postgres"])
        self._lease = Lease(self._folder.parent, self._folder.name)
        self.started = False
        self.shared = False

    @property
    def url(self) -> str:
        """Address of the database hindsight."""
        socket = {"host": str(self._socket_folder)}
        address = URL.create(DRIVER, username="hindsight", database="hindsight", query=socket)
        return address.render_as_string()

    def start(self, wanted: Binaries | None = None) -> None:
        """Returns when the server takes connections; `wanted` makes a new folder. Raises ServerMissing."""
        with self._lease.alone():
            binaries = self._made(wanted)
            if self.ended():
                self._launch(binaries)
                self.started = True
            self._ensure_database()
            self.shared = self._lease.take()

    def stop(self) -> None:
        """Stop in an orderly way, unless another process still uses the server."""
        with self._lease.alone():
            if self._lease.give_back() and not self.ended():
                self._run(self._made(None), "pg_ctl", "stop", "-D", str(self._folder), "-m", "fast", "-w")

    def ended(self) -> bool:
        """Whether no server runs in the folder: it was never started, was stopped, or died."""
        return pid_in(self._folder / "postmaster.pid") is None

    def kill(self) -> None:
        """Kill without notice, as a fault would; `start` brings the same server back."""
        end(self._folder / "postmaster.pid", signal.SIGKILL, START_SECONDS)

    @property
    def _socket_folder(self) -> Path:
        if len(bytes(self._folder)) <= LONGEST_SOCKET_FOLDER:
            return self._folder
        # Another account cannot lay a trap there: a folder that is not ours is refused.
        return Path("/tmp") / f"hindsight-{hashlib.sha256(bytes(self._folder)).hexdigest()[:16]}"  # noqa: S108

    def _made(self, wanted: Binaries | None) -> Binaries:
        origin = self._folder / "made-by"
        if origin.exists():
            return same_as(origin.read_text())
        if self._folder.is_dir() and any(self._folder.iterdir()):
            # An earlier attempt was interrupted before the folder was complete.
            self._set_aside()
        binaries = wanted or preferred()
        self._initialize(binaries)
        origin.write_text(str(binaries))
        return binaries

    def _set_aside(self) -> None:
        self._folder.rename(self._folder.with_name(f"{self._folder.name}.incomplete-{int(time.time())}"))

    def _initialize(self, binaries: Binaries) -> None:
        self._account.owns(self._folder)
        self._account.may_enter(binaries.folder)
        who = ["--username=hindsight", "--auth-local=trust", "--auth-host=reject"]
        text = ["--encoding=UTF8", "--locale=C.UTF-8"]
        sync = [] if self._settings is SETTINGS else ["--no-sync"]
        self._run(binaries, "initdb", "-D", str(self._folder), *who, *text, *sync)

    def _launch(self, binaries: Binaries) -> None:
        self._account.may_enter(self._folder.parent)
        self._account.owns(self._socket_folder)
        given = self._settings | {"unix_socket_directories": str(self._socket_folder)}
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in given.items())
        log = str(self._folder / "server.log")
        start = [
            "start",
            "-D",
            str(self._folder),
            "-l",
            log,
            "-o",
            options,
            "-w",
            "-t",
            str(RECOVERY_SECONDS),
        ]
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                return self._run(binaries, "pg_ctl", *start)
            except ServerMissing:
                # Sessions of a server that was killed may hold its memory a moment longer.
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _ensure_database(self) -> None:
        try:
            connection = psycopg2.connect(user="hindsight", dbname="postgres", host=str(self._socket_folder))
        except psycopg2.OperationalError as error:
            log = self._folder / "server.log"
            raise ServerMissing(
                f"The private PostgreSQL does not answer: {reason(error)}. Its log is {log}."
            ) from None
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            cursor.execute("select 1 from pg_database where datname = 'hindsight'")
            if cursor.fetchone() is None:
                cursor.execute("create database hindsight")

    def _run(self, binaries: Binaries, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [binaries.folder / program, *arguments],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **self._account.process_options(),
        )
        if done.returncode:
            raise ServerMissing(
                f"PostgreSQL's {program} failed: {done.stderr.strip() or done.stdout.strip()}"
            )
