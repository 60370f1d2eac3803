"""What does a private RabbitMQ node find in its folder: ports, user, configuration?"""

import base64
import hashlib
import json
import os
import secrets
from pathlib import Path

import msgspec

from shared.servers.ports import becomes_free, free_ports


class Identity(msgspec.Struct, frozen=True):
    """What stays the same when the node is started again."""

    port: int
    distribution_port: int
    epmd_port: int
    password: str

    def url(self, vhost: str = "/") -> str:
        return f"amqp://hindsight:{self.password}@127.0.0.1:{self.port}/{vhost}"


def known(folder: Path) -> Identity | None:
    """The identity of the node last started in this folder."""
    file = folder / "identity.json"
    return msgspec.json.decode(file.read_bytes(), type=Identity) if file.exists() else None


def settled(folder: Path) -> Identity:
    """The identity for a new start: the last one, with new ports when somebody else took them meanwhile."""
    last = known(folder)
    if last and becomes_free(last.port) and becomes_free(last.distribution_port):
        return last
    password = last.password if last else secrets.token_urlsafe(18)
    port, distribution_port, epmd_port = free_ports(3)
    fresh = Identity(port, distribution_port, epmd_port, password)
    _private(folder / "identity.json", msgspec.json.encode(fresh).decode())
    return fresh


def write_configuration(folder: Path, node: Identity) -> None:
    """Everything the node reads at start; all of it bound to loopback."""
    _private(
        folder / "rabbitmq.conf",
        f"listeners.tcp.1 = 127.0.0.1:{node.port}\n"
        f"load_definitions = {folder / 'definitions.json'}\n"
        "log.console = false\n"
        # The write-ahead log of quorum queues: 512 MB by default, more than this needs.
        "raft.wal_max_size_bytes = 33554432\n",
    )
    _private(folder / "definitions.json", json.dumps(_definitions(node.password)))
    _private(folder / "enabled_plugins", "[].\n")
    # Read instead of /etc/rabbitmq/rabbitmq-env.conf, which belongs to another node.
    _private(folder / "environment.conf", "")


def environment(folder: Path, name: str, node: Identity) -> dict[str, str]:
    """What RabbitMQ's scripts read from the environment; nothing of the system's own node."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("RABBITMQ_")}
    return inherited | {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"{name}@localhost",
        "RABBITMQ_CONF_ENV_FILE": str(folder / "environment.conf"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "node.pid"),
        "RABBITMQ_DIST_PORT": str(node.distribution_port),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "ERL_EPMD_PORT": str(node.epmd_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
    }


def _definitions(password: str) -> dict[str, object]:
    salt = secrets.token_bytes(4)
    digest = hashlib.sha256(salt + password.encode()).digest()
    user = {
        "name": "hindsight",
        "password_hash": base64.b64encode(salt + digest).decode(),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": "administrator",
    }
    everything = {"user": "hindsight", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}
    return {"users": [user], "vhosts": [{"name": "/"}], "permissions": [everything]}


def _private(file: Path, text: str) -> None:
    file.touch(mode=0o600)
    file.write_text(text)
