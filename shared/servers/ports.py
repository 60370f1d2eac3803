"""Which ports of this machine are free?"""

import random
import socket
import time

# Below the range from which the kernel takes ports for outgoing connections: a server
# that restarts finds its port still free.
CANDIDATES = range(21000, 32000)


def free_ports(count: int) -> list[int]:
    """`count` different TCP ports of 127.0.0.1 that nobody listens on now."""
    found: list[int] = []
    for port in random.sample(CANDIDATES, k=len(CANDIDATES)):
        if len(found) == count:
            break
        if is_free(port):
            found.append(port)
    return found


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def becomes_free(port: int, deadline_seconds: float = 3.0) -> bool:
    """Whether the port is free by the deadline; a killed server's sockets close a little later."""
    until = time.monotonic() + deadline_seconds
    while not is_free(port):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
