"""Ends every process a test run left behind, however the run itself ended.

Started beside the run with a pipe to it: when the pipe closes, the run is over or was killed.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = "HINDSIGHT_TEST_RUN"
PATIENCE_SECONDS = 1.5


@contextmanager
def run_folder() -> Iterator[Path]:
    """A folder for this run's servers; they and whatever else works there are ended with the run."""
    folder = Path(tempfile.mkdtemp(prefix="hindsight-tests-"))
    folder.chmod(0o711)
    reaper = subprocess.Popen(
        [sys.executable, __file__, folder], stdin=subprocess.PIPE, start_new_session=True
    )
    os.environ[MARK] = str(folder)
    try:
        yield folder
    finally:
        del os.environ[MARK]
        reaper.communicate()


def belongs(process: Path, folder: str) -> bool:
    """Whether a process works in the run's folder or inherited its mark."""
    # Both are needed: PostgreSQL overwrites its environment, and a names server leaves the folder.
    try:
        works_in = os.readlink(process / "cwd")
        environment = (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return works_in.startswith(folder) or f"{MARK}={folder}".encode() in environment


def left_over(folder: str) -> list[int]:
    """The pids of the run's processes that still live."""
    return [
        int(process.name)
        for process in Path("/proc").iterdir()
        if process.name.isdigit() and int(process.name) != os.getpid() and belongs(process, folder)
    ]


def reap(folder: str) -> None:
    """End the run's processes, first so that they can give back shared memory, then by force."""
    until = time.monotonic() + PATIENCE_SECONDS
    _signal(left_over(folder), signal.SIGQUIT)
    while (left := left_over(folder)) and time.monotonic() < until:
        time.sleep(0.05)
    _signal(left, signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def _signal(pids: list[int], number: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    sys.stdin.read()
    reap(sys.argv[1])
