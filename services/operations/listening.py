"""Where may the gateway listen, and how does it hold that place before anything else is started?"""

import ipaddress
import os
import socket
from collections.abc import Mapping

from shared.settings import Settings

TRUSTED_NETWORK = "HINDSIGHT_TRUSTED_NETWORK"
TRUSTED_HOSTS = "HINDSIGHT_TRUSTED_HOSTS"


class CannotListen(Exception):
    """The address cannot be listened on; the message says why, and what to do."""


def listen(
    settings: Settings, port: int | None, environment: Mapping[str, str] = os.environ
) -> socket.socket:
    """A bound socket that takes no connection yet. Raises CannotListen."""
    host, wanted = settings.host, settings.port if port is None else port
    if not _is_loopback(host) and environment.get(TRUSTED_NETWORK) != "1":
        raise CannotListen(
            f"HINDSIGHT_HOST is {host}, but Hindsight has no sign-in yet: whoever reaches it may read and "
            "change everything, so it listens on 127.0.0.1. Inside a container whose ports are published to "
            f"127.0.0.1 only, set {TRUSTED_NETWORK}=1."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    held = socket.socket(family, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((host, wanted))
    except OSError as error:
        held.close()
        raise CannotListen(
            f"Hindsight cannot listen on {host}, port {wanted}: {error.strerror}. Perhaps it runs already; "
            f"choose another port with HINDSIGHT_PORT or --port."
        ) from None
    return held


def address(held: socket.socket) -> str:
    """The URL under which the socket can be reached."""
    host, port = held.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def trusted_hosts(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Host names the gateway is served under, besides those of the loopback interface."""
    return [name.strip().lower() for name in environment.get(TRUSTED_HOSTS, "").split(",") if name.strip()]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
