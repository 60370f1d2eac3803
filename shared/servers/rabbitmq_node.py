"""A RabbitMQ node of our own in a folder of its own: start, stop, kill, start again."""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from shared.servers import rabbitmq_files as files
from shared.servers.accounts import unprivileged
from shared.servers.errors import ServerMissing
from shared.servers.lease import Lease
from shared.servers.processes import end, pid_in

START_SECONDS = 90.0
STOP_SECONDS = 30.0
PLACES = ("/usr/lib/rabbitmq/bin", "/usr/sbin", "/usr/local/sbin", "/opt/rabbitmq/sbin")


def scripts() -> Path | None:
    """Folder of RabbitMQ's own scripts, not of Debian's wrappers that insist on the system's folders."""
    search = os.pathsep.join((os.environ.get("PATH", ""), *PLACES))
    found = shutil.which("rabbitmq-server", path=search)
    return Path(found).resolve().parent if found else None


class PrivateNode:
    """Keeps its folder, name and ports over restarts; reuses a node that outlived its starter."""

    def __init__(self, folder: Path, scripts: Path, answers: Callable[[str], bool]) -> None:
        self._folder = folder.absolute()
        self._scripts = scripts
        self._answers = answers
        self._account = unprivileged(["rabbitmq"])
        self._lease = Lease(self._folder.parent, self._folder.name)
        self._identity = files.Identity(0, 0, 0, "")
        self._name = "hindsight-" + hashlib.sha256(bytes(self._folder)).hexdigest()[:12]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address of the root virtual host."""
        return self._identity.url()

    @property
    def name(self) -> str:
        """What other nodes call it."""
        return f"{self._name}@localhost"

    @property
    def started(self) -> bool:
        """Whether this process started the node, rather than finding it running."""
        return self._process is not None

    def start(self) -> None:
        """Returns when the node takes connections. Raises ServerMissing when it does not come up."""
        with self._lease.alone():
            # What this process may have started before says nothing of the node that runs now.
            self._process = None if self.ended() else self._process
            running = None if self.ended() else files.known(self._folder)
            self._identity = running or self._launch()
            self._wait()
            self._lease.take()

    def stop(self) -> None:
        """Stop in an orderly way, unless another process still uses the node."""
        with self._lease.alone():
            if self._lease.give_back():
                if not end(self._pid_file, signal.SIGTERM, STOP_SECONDS):
                    self.kill()
                subprocess.run(["epmd", "-kill"], env=self._environment(), capture_output=True, check=False)

    def ended(self) -> bool:
        """Whether no node runs in the folder: it was never started, was stopped, or died."""
        return pid_in(self._pid_file) is None

    def kill(self) -> None:
        """Kill without notice, as a fault would; `start` brings the same node back."""
        end(self._pid_file, signal.SIGKILL, STOP_SECONDS)

    def vhost(self, name: str) -> str:
        """Address of a virtual host of this name, made when missing."""
        self.control(
            "eval",
            f'rabbit_vhost:add(<<"{name}">>, <<"hindsight">>), '
            f'rabbit_auth_backend_internal:set_permissions(<<"hindsight">>, <<"{name}">>, '
            '<<".*">>, <<".*">>, <<".*">>, <<"hindsight">>).',
        )
        return self._identity.url(name)

    def control(self, *arguments: str) -> str:
        """What `rabbitmqctl` says of this node. Raises CalledProcessError."""
        done = subprocess.run(
            [self._scripts / "rabbitmqctl", "--quiet", *arguments],
            env=self._environment(),
            cwd=self._folder,
            check=True,
            capture_output=True,
            text=True,
            **self._account.process_options(),
        )
        said: str = done.stdout
        return said

    @property
    def _pid_file(self) -> Path:
        return self._folder / "node.pid"

    def _launch(self) -> files.Identity:
        self._folder.mkdir(parents=True, exist_ok=True)
        identity = files.settled(self._folder)
        files.write_configuration(self._folder, identity)
        self._account.owns(self._folder)
        with (self._folder / "console.log").open("ab") as console:
            self._process = subprocess.Popen(
                [self._scripts / "rabbitmq-server"],
                env=files.environment(self._folder, self._name, identity),
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
                **self._account.process_options(),
            )
        return identity

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while not self._answers(self.url):
            ended = self._process is not None and self._process.poll() is not None
            if ended or time.monotonic() > until:
                raise ServerMissing(
                    f"The private RabbitMQ node {'ended' if ended else 'did not come up'} while starting. "
                    f"What it says stands in {self._folder}/console.log and {self._folder}/log."
                )
            time.sleep(0.1)

    def _environment(self) -> dict[str, str]:
        return files.environment(self._folder, self._name, self._identity)
