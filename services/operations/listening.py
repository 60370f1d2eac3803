"""Where may the gateway listen, and how does it hold that place before anything else is started?"""

import ipaddress
import os
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

from services.gateway.signing_in.settings import PUBLIC_URL, public_url
from shared.settings import Settings

TRUSTED_NETWORK = "HINDSIGHT_TRUSTED_NETWORK"
TRUSTED_HOSTS = "HINDSIGHT_TRUSTED_HOSTS"
TRUSTED_PROXIES = "HINDSIGHT_TRUSTED_PROXIES"


class CannotListen(Exception):
    """The address cannot be listened on; the message says why, and what to do."""


def listen(
    settings: Settings, port: int | None, environment: Mapping[str, str] = os.environ
) -> socket.socket:
    """A bound socket that takes no connection yet. Raises CannotListen."""
    host, wanted = settings.host, settings.port if port is None else port
    if not _is_loopback(host) and not _is_meant(environment):
        raise CannotListen(
            f"HINDSIGHT_HOST is {host}, but passwords and sessions must not cross a network in the clear. "
            "Put a server that speaks TLS in front (nginx, Caddy, Traefik) and say the address people open: "
            f"{PUBLIC_URL}=https://crm.example.com. Inside a container whose ports are published to "
            f"127.0.0.1 only, {TRUSTED_NETWORK}=1 does instead."
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
    named = [name.strip().lower() for name in environment.get(TRUSTED_HOSTS, "").split(",")]
    public = urlsplit(public_url(environment)).hostname or ""
    return [name for name in (*named, public) if name]


def proxies(environment: Mapping[str, str] = os.environ) -> str:
    """Whose X-Forwarded-For and -Proto are believed: nobody's, unless there is an address in front."""
    return environment.get(TRUSTED_PROXIES, "127.0.0.1") if public_url(environment) else ""


def _is_meant(environment: Mapping[str, str]) -> bool:
    """Is there TLS in front, or a network nobody else is in?"""
    return public_url(environment).startswith("https://") or environment.get(TRUSTED_NETWORK) == "1"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
