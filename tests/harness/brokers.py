"""Which RabbitMQ do the tests talk to? Always a real one: given, found, private, or installed first."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.servers import rabbitmq
from shared.servers.errors import ServerMissing
from shared.servers.rabbitmq_node import PrivateNode, scripts

POLICY = Path("/usr/sbin/policy-rc.d")


def broker(folder: Path) -> rabbitmq.GivenBroker | PrivateNode:
    """HINDSIGHT_TEST_AMQP_URL, else a broker on the usual port, else a private node in `folder`."""
    if url := os.environ.get("HINDSIGHT_TEST_AMQP_URL"):
        return rabbitmq.given(url)
    if rabbitmq.answers(rabbitmq.ON_THIS_MACHINE):
        return rabbitmq.GivenBroker(rabbitmq.ON_THIS_MACHINE)
    return private_node(folder)


def private_node(folder: Path) -> PrivateNode:
    """A running node of our own. Raises ServerMissing when there is none and it cannot be installed."""
    node = node_in(folder)
    node.start()
    return node


def node_in(folder: Path) -> PrivateNode:
    """A node of our own that has yet to be started. Raises ServerMissing as above."""
    return PrivateNode(folder, scripts() or _installed(), rabbitmq.answers)


def _installed() -> Path:
    command = f"{rabbitmq.INSTALL} -y -q -o DPkg::Lock::Timeout=300".split()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing rabbitmq-server for the tests", flush=True)
        with _no_system_service():
            subprocess.run(["apt-get", "update", "-q"], check=False, capture_output=True)
            subprocess.run(
                command,
                check=False,
                capture_output=True,
                env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            )
    if found := scripts():
        return found
    raise ServerMissing(
        "The tests need a real RabbitMQ and found none: HINDSIGHT_TEST_AMQP_URL is not set, none answers on "
        f"127.0.0.1:5672 and rabbitmq-server is not installed. Run as root: {rabbitmq.INSTALL}"
    )


@contextmanager
def _no_system_service() -> Iterator[None]:
    # Debian starts what it installs, on all interfaces, unless this file forbids it.
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()
