"""Where does a replay go?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psycopg2
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from shared.database import normalized
from shared.replay.csv_file import CsvFile
from shared.replay.database import Database
from shared.replay.encodings import CSV, PARQUET
from shared.replay.fold import Folded
from shared.replay.folder import Folder
from shared.replay.rows_out import to_database, to_file
from shared.replay.target import Target

_KINDS = "parquet:FOLDER, csv:FOLDER, csv:FILE.csv, postgresql://user@host/database"


class NoTarget(ValueError):
    """It is not said where a replay goes, or in words nobody knows; the message lists the possible ones."""


class TargetFailed(RuntimeError):
    """A target could not be written to; the message says which, why, and what is in it."""


class Destination(msgspec.Struct, frozen=True):
    """What is made (rows of `projection`, or events if None), and where it goes (an empty kind: here)."""

    projection: str | None
    kind: str
    where: str

    @property
    def told(self) -> str:
        """The place, as it may be printed."""
        return self.without_password(self.where)

    def without_password(self, text: str) -> str:
        """The text without the password of this place."""
        if self.kind != "postgresql" or not (url := make_url(self.where)).password:
            return text
        return text.replace(self.where, url.render_as_string(hide_password=True))

    def target(self) -> Target:
        """The place as one for events."""
        if self.kind == "postgresql":
            return Database(self.where)
        path = Path(self.where).absolute()
        if self.kind == "csv" and path.suffix == ".csv":
            return CsvFile(path)
        return Folder(path, PARQUET if self.kind == "parquet" else CSV)

    def write(self, folded: Folded) -> str | None:
        """Write rows there; where they are now, None if they are only to be shown."""
        if not self.kind:
            return None
        if self.kind == "postgresql":
            return f"table {to_database(folded, self.where)} of {self.told}"
        return str(to_file(folded, Path(self.where).absolute(), self.kind))


@contextmanager
def writing(there: Destination) -> Iterator[None]:
    """Within the block, failures of files and of the database written to are raised as TargetFailed."""
    try:
        yield
    except (OSError, psycopg2.Error, SQLAlchemyError) as error:
        what = " ".join(str(getattr(error, "orig", None) or error).split())
        raise TargetFailed(
            f"{there.told} cannot be written to: {what}. What it says it holds is whole; when the cause is "
            "gone, the same command goes on."
        ) from error


def destination(to: str | None, projection: str | None) -> Destination:
    """What `--to` and `--projection` mean together. Raises NoTarget, WrongUrl."""
    kind, _, where = (to or "").partition(":")
    if kind.startswith("postgres"):
        normalized(to or "")
        return Destination(projection, "postgresql", to or "")
    if kind == "projection" and where and not projection:
        return Destination(where, "", "")
    if kind in ("parquet", "csv") and where:
        return Destination(projection, kind, where)
    if not to and projection:
        return Destination(projection, "", "")
    asked = f"--to {to} is no target. " if to else "Where to? "
    raise NoTarget(f"{asked}Events go to {_KINDS}; rows of --projection NAME|FILE.py also to the terminal.")
