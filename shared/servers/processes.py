"""Does a server process known by its pid file still run, and how does it end?"""

import os
import time
from pathlib import Path


def pid_in(pid_file: Path) -> int | None:
    """The running process of this pid file; None when it ended."""
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if _works_in(pid, pid_file.parent) else None


def end(pid_file: Path, number: int, deadline_seconds: float) -> bool:
    """Send the signal and wait; True when the process is gone by the deadline."""
    pid = pid_in(pid_file)
    if pid is None:
        return True
    os.kill(pid, number)
    until = time.monotonic() + deadline_seconds
    while _works_in(pid, pid_file.parent):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _works_in(pid: int, folder: Path) -> bool:
    # A server works in the folder of its pid file: a pid that somebody else got is not taken for it.
    try:
        return os.readlink(f"/proc/{pid}/cwd") == os.path.realpath(folder)
    except OSError:
        return False
