"""Who else uses the private server of a folder? The last one out turns off the light."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from shared.servers.errors import ServerMissing, unusable


class Lease:
    """A lock file that every process using the server holds; the kernel gives it back when a process dies."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._held: IO[str] | None = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else starts or stops the server meanwhile. Raises ServerMissing for a useless folder."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            opened = (self._folder / f"{self._name}.starting").open("w")
        except OSError as error:
            raise ServerMissing(unusable(self._folder, error)) from None
        with opened as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def take(self) -> bool:
        """Count this process among the users; True when there are others."""
        if self._held is None:
            self._held = (self._folder / f"{self._name}.users").open("w")
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
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
