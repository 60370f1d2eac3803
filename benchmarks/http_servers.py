"""How are the servers started that the HTTP benchmark talks to, each in processes of its own?"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx
import msgspec

from benchmarks.access import authorization
from benchmarks.http_client import Outcome, Plan
from services.operations.provision import provisioned
from shared.servers.postgres_cluster import PrivateCluster
from shared.settings import from_environment

HINDSIGHT = ("-c", "from services.operations.cli import main; main()")
BESIDE_THE_GATEWAY = (
    ("service", "customers"),
    ("service", "sales"),
    ("service", "identity"),
    ("service", "configuration"),
    ("relay",),
    ("projector",),
)
START_SECONDS = 60.0


@contextmanager
def database() -> Iterator[str]:
    """A durable server of its own, given by its URL."""
    with TemporaryDirectory(prefix="hindsight-bench-") as folder:
        cluster = PrivateCluster(Path(folder) / "postgres")
        cluster.start()
        try:
            yield cluster.url
        finally:
            cluster.stop()


@contextmanager
def listening(*arguments: str, **environment: str) -> Iterator[str]:
    """A process that prints its address as JSON once it is ready; the address."""
    with started(*arguments, **environment) as process:
        assert process.stdout is not None
        yield msgspec.json.decode(process.stdout.readline())["url"]


@contextmanager
def started(*arguments: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A Python process that ends with the block."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


@contextmanager
def distributed() -> Iterator[tuple[str, str]]:
    """Address and Authorization header of a gateway whose services, relay and projector run apart."""
    with TemporaryDirectory(prefix="hindsight-bench-") as folder, ExitStack() as stack:
        given = stack.enter_context(provisioned(from_environment({"HINDSIGHT_DATA_DIR": folder})))
        environment = {
            "HINDSIGHT_DATABASE_URL": given.database_url or "",
            "HINDSIGHT_AMQP_URL": given.amqp_url or "",
        }
        for arguments in BESIDE_THE_GATEWAY:
            stack.enter_context(started(*HINDSIGHT, *arguments, **environment))
        gateway = (*HINDSIGHT, "gateway", "--port", "0", "--json")
        url = stack.enter_context(listening(*gateway, **environment))
        known = authorization(given.database_url or "")
        _until_it_takes_commands(url, known)
        yield url, known


def _until_it_takes_commands(url: str, known: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    body = {"kind": "person", "name": "Ada"}
    address, headers = f"{url}/api/v1/customers/register-customer", {"Authorization": known}
    while httpx.post(address, json=body, headers=headers, timeout=30).status_code != 201:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the services did not take a command within {START_SECONDS:.0f} s")
        time.sleep(0.2)


def measure(
    url: str,
    method: str,
    paths: list[str],
    requests: int,
    *,
    clients: int,
    body: str = "",
    known: str = "",
) -> Outcome:
    """What a client process sees that sends these requests."""
    address = urlsplit(url)
    plan = Plan(
        host=address.hostname or "",
        port=address.port or 0,
        clients=clients,
        method=method,
        paths=paths,
        requests=requests,
        body=body,
        authorization=known,
        warm=requests // 10,
    )
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.http_client"],
        input=msgspec.json.encode(plan),
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=Outcome)
