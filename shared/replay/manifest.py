"""What does an export hold, and up to where has it come?"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from shared.log.scan import Scan

NAME = "_manifest.json"
"""In a folder. Readers of Parquet pass over names that begin with an underscore."""


class ExportedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A finished file, its path relative to the manifest, and the positions of its first and last event."""

    path: str
    events: int
    first: int
    last: int
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The truth about an export; a file that it does not name is no part of it.

    position: everything the filters let pass up to here is in the files, and nothing above.
    upto:     where the run that wrote this wanted to end; it was broken off where `position` is below.
    log:      which log the events come from; empty where it had none yet.
    filters:  what was asked for; `after` says where it began.
    digest:   SHA-256 of the lines `<sha256>  <path>` of all files, in this order.
    """

    format: str = "hindsight-events"
    schema_version: int = 1
    encoding: str
    log: str
    filters: Scan
    position: int
    upto: int
    events: int = 0
    digest: str = hashlib.sha256().hexdigest()
    files: list[ExportedFile] = []

    def now(self, files: Sequence[ExportedFile], position: int, upto: int) -> "Manifest":
        """The manifest of an export that has come to a later position, with these files in all."""
        lines = "".join(f"{file.sha256}  {file.path}\n" for file in files)
        return msgspec.structs.replace(
            self,
            files=list(files),
            events=sum(file.events for file in files),
            position=position,
            upto=upto,
            digest=hashlib.sha256(lines.encode()).hexdigest(),
        )


class OtherExport(ValueError):
    """The target holds something else than the beginning of this export; the message says what."""


def new(encoding: str, log: str, filters: Scan) -> Manifest:
    """The manifest of an export that has not begun."""
    return Manifest(encoding=encoding, log=log, filters=filters, position=filters.after, upto=filters.after)


def read(path: Path) -> Manifest | None:
    """The manifest in this file, if there is one. Raises OtherExport."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise OtherExport(f"{path} is no manifest of an export ({error}). Choose another target.") from None


def write(path: Path, manifest: Manifest) -> None:
    """Put the manifest into this file; whoever reads finds the old one or the new one, whole."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    publish([(new, path)])


def publish(files: Sequence[tuple[Path, Path]]) -> None:
    """Give files their final names, when what is in them cannot be lost any more."""
    for written, _ in files:
        with written.open("rb") as file:
            os.fsync(file.fileno())
    for written, final in files:
        written.rename(final)
    for folder in {final.parent for _, final in files}:
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def continued(found: Manifest, wanted: Manifest, where: Path) -> Manifest:
    """The manifest to go on from. Raises OtherExport unless it is that of the export that is wanted."""
    if (found.format, found.schema_version) != (wanted.format, wanted.schema_version):
        raise OtherExport(f"{where} was written by another release ({found.format}). Choose another target.")
    if found.log not in ("", wanted.log):
        raise OtherExport(f"{where} holds the history of another installation. Choose another target.")
    if (found.encoding, found.filters) != (wanted.encoding, wanted.filters):
        raise OtherExport(
            f"{where} holds a {found.encoding} export with other filters: {told(found.filters)}. "
            "Repeat those to continue it, or choose another target."
        )
    return msgspec.structs.replace(found, log=wanted.log)


def told(filters: Scan) -> str:
    """The filters that let not everything pass, for people."""
    usual = msgspec.to_builtins(Scan())
    asked = {name: value for name, value in msgspec.to_builtins(filters).items() if value != usual[name]}
    return msgspec.json.encode(asked).decode() if asked else "none"
