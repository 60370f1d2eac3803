"""What is said when a server Hindsight needs is not there."""

from pathlib import Path

import psycopg2


class ServerMissing(Exception):
    """No server could be found or started; the text says what to do about it."""


def reason(error: psycopg2.Error) -> str:
    """Why PostgreSQL was not reached, without its hints and full stop, to be put into a sentence."""
    return str(error).strip().partition("\n")[0].rstrip(" .?")


def unusable(folder: Path, error: OSError) -> str:
    """What to say when the data folder cannot be made or written."""
    why = "it is not a folder" if isinstance(error, FileExistsError | NotADirectoryError) else error.strerror
    return (
        f"The data folder {folder} cannot be used: {why}. "
        "Set HINDSIGHT_DATA_DIR to a folder that you may write, or to one that can be made."
    )
