"""Is there room on the disk, and is the port free?"""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

from services.operations.diagnosis.finding import Finding, ill, notice, well
from shared.settings import Settings

FULL_BYTES = 200 * 1024**2
TIGHT_BYTES = 2 * 1024**3


def examine(settings: Settings) -> Iterator[Finding]:
    """Findings about this machine."""
    yield disk(settings.data_dir)
    yield port(settings.host, settings.port)


def disk(folder: Path) -> Finding:
    """Room where the data folder is, or will be."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    what = f"{free / 1024**3:.1f} GB are free at {folder}."
    if free < FULL_BYTES:
        return ill(
            "disk", what, "PostgreSQL stops when the disk is full: make room, or move HINDSIGHT_DATA_DIR."
        )
    if free < TIGHT_BYTES:
        return notice("disk", what, "Make room before the log grows.")
    return well("disk", what)


def port(host: str, number: int) -> Finding:
    """Is the gateway's port free, or does something answer there?"""
    try:
        with socket.create_connection((host, number), 1) as connection:
            answered = _first_line(connection)
    except OSError:
        return well("port", f"Port {number} on {host} is free; the gateway does not run here.")
    if "200" in answered:
        return well("port", f"The gateway answers on {host}, port {number}.")
    return notice(
        "port",
        f"Something answers on {host}, port {number}, but it is not a healthy gateway.",
        "Choose another port with HINDSIGHT_PORT, or stop what uses this one.",
    )


def _first_line(connection: socket.socket) -> str:
    connection.settimeout(2)
    connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
    return connection.recv(100).partition(b"\r\n")[0].decode("latin-1")
