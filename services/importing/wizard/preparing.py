"""How do files that were sent become an import that can be mapped?"""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from pathlib import Path

from services.importing.mapping import FileMapping
from services.importing.reading.tables import sheets_of
from services.importing.suggesting.columns import target_of
from services.importing.suggesting.fields import Usual
from services.importing.suggesting.later import later_of
from services.importing.suggesting.parts import parts_of
from services.importing.suggesting.relations import Suggested
from services.importing.suggesting.sample import Sample
from services.importing.suggesting.suggest import Given, order, suggest
from services.importing.table import Table, open_table
from services.importing.wizard.draft import DraftFile


def drafted(
    paths: Iterable[Path], folder: Path, usual: Usual, saved: Sequence[FileMapping] = ()
) -> list[DraftFile]:
    """The tables of all files with a suggestion for each, or the saved mapping. Raises Unreadable."""
    files, tables = [], []
    for path in paths:
        for sheet in sheets_of(path, folder):
            own = next((each for each in saved if fnmatch(path.name, each.file)), None)
            table = open_table(sheet.path, *((own.encoding, own.delimiter) if own else ()))
            found = None if own else target_of(Sample(table), path.name, usual.things)
            for part in parts_of(found.name if found else None, table):
                file = tabled(path.name, sheet.name, table, folder, own)
                file.target = file.target or part
                tables.append(table)
                files.append(file)
    return suggested(files, tables, usual)


def suggested(files: list[DraftFile], tables: Sequence[Table], usual: Usual) -> list[DraftFile]:
    """The files in the order of their relations; one without a mapping gets a suggestion."""
    given = [Given(file.name, table, file.target) for file, table in zip(files, tables, strict=True)]
    found = suggest(given, usual)
    for file, each in zip(files, found, strict=True):
        _apply(file, each)
    return [files[number] for number in order(found)]


def reopened(file: DraftFile, folder: Path) -> Table:
    """The table as it was found when it was sent; nothing is counted again."""
    return Table(
        folder / file.path, file.header, file.encoding, file.certain, file.delimiter, file.rows, file.offset
    )


def sampled(file: DraftFile, folder: Path) -> Suggested:
    """A file as suggestions for the others see it."""
    return Suggested(Sample(reopened(file, folder)), file.target, file.preset, file.mapping)


def _apply(file: DraftFile, found: Suggested) -> None:
    file.preset = found.preset
    if file.mapping is not None:
        found.mapping = file.mapping
        return
    file.target, file.mapping = found.target, found.mapping
    file.left_out = found.mapping is None


def tabled(name: str, sheet: str, table: Table, folder: Path, own: FileMapping | None) -> DraftFile:
    """A table as it is kept between the upload and the run."""
    return DraftFile(
        name=name,
        sheet=sheet,
        path=_below(table.path, folder),
        rows=table.rows,
        header=table.header,
        encoding=table.encoding,
        certain=table.certain,
        offset=table.offset,
        delimiter=table.delimiter,
        target=target_named(own) if own else None,
        later=None if own else later_of(table.header),
        mapping=own,
    )


def target_named(mapping: FileMapping) -> str | None:
    """The kind of rows a mapping is for."""
    if mapping.entity != "customer":
        return mapping.entity
    kind = mapping.fields.get("kind")
    return kind.constant if kind else "organization"


def _below(path: Path, folder: Path) -> str:
    # A file of the command line stays where it is.
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path.absolute())
