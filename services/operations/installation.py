"""Which distributed installation runs on this data folder, and where are its servers?"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec

from shared.servers.errors import ServerMissing, unusable
from shared.settings import Settings

FILE = "distributed.json"


class AlreadyRunning(Exception):
    """The data folder has its distributed installation; the message names its address."""


class Installation(msgspec.Struct, frozen=True):
    """What commands on the same data folder need to know of it."""

    url: str
    database_url: str
    amqp_url: str


@contextmanager
def the_only_one(settings: Settings) -> Iterator[int]:
    """Within the block no other installation starts on this folder; yields the file to `record` in.

    Raises AlreadyRunning, and ServerMissing where the folder cannot be written.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        file = os.open(settings.data_dir / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ServerMissing(unusable(settings.data_dir, error)) from None
    try:
        # The kernel gives it back however the process ends.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning(_refusal(settings.data_dir)) from None
    try:
        os.truncate(file, 0)
        yield file
    finally:
        os.close(file)


def record(file: int, settings: Settings) -> None:
    """Let others find the installation of these settings, which name database and broker."""
    url = f"http://{settings.host}:{settings.port}"
    found = Installation(url, settings.database_url or "", settings.amqp_url or "")
    os.pwrite(file, msgspec.json.encode(found), 0)


def running(folder: Path) -> Installation | None:
    """The installation that runs on this data folder now; None also while it is still starting."""
    try:
        with (folder / FILE).open("rb") as file:
            text = file.read()
            return msgspec.json.decode(text, type=Installation) if text and _is_held(file.fileno()) else None
    except OSError:
        return None


def installed(settings: Settings) -> Settings:
    """The settings; where they name no server, with those of the installation on their data folder."""
    if settings.database_url or settings.amqp_url or not (found := running(settings.data_dir)):
        return settings
    return replace(settings, database_url=found.database_url, amqp_url=found.amqp_url)


def _is_held(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _refusal(folder: Path) -> str:
    found = running(folder)
    where = f" at {found.url}" if found else ""
    return (
        f"A distributed installation runs on {folder} already{where}. "
        "Stop it first, or choose another folder with HINDSIGHT_DATA_DIR and another HINDSIGHT_PORT."
    )
