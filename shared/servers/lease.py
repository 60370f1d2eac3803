"""Who else uses the private server of a folder? The last one out turns off the light."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Lease:
    """A lock file that every process using the server holds; the kernel gives it back when a process dies."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._held: IO[str] | None = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else starts or stops the server meanwhile."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / f"{self._name}.starting").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def take(self) -> None:
        """Count this process among the users."""
        if self._held is None:
            self._held = (self._folder / f"{self._name}.users").open("w")
            fcntl.flock(self._held, fcntl.LOCK_SH)

    def give_back(self) -> bool:
        """Count this process no longer; True when nobody else uses the server."""
        if self._held is None:
            return False
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            self._held.close()
            self._held = None
