"""`hindsight import`: how do the rows of files get into Hindsight?"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from services.operations.console import Json, fail
from shared.settings import Settings, from_environment

if TYPE_CHECKING:
    from services.importing.mapping import FileMapping
    from services.importing.report import Report
    from services.importing.suggesting.fields import Usual


def import_files(
    path: Annotated[Path, typer.Argument(help="A file, or a folder of them.", metavar="FOLDER|FILE")],
    mapping: Annotated[
        Path | None, typer.Option(help="A mapping file (YAML), or a folder of them in order.")
    ] = None,
    auto: Annotated[bool, typer.Option("--auto", help="Map the columns as Hindsight suggests.")] = False,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Print the mapping Hindsight suggests; read nothing else.")
    ] = False,
    currency: Annotated[
        str, typer.Option(help="Of amounts without one; that of the reports where nothing is said.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report every problem; send nothing.")] = False,
    json: Json = False,
) -> None:
    """Load CSV, XLSX, XLS, ODS and vCard files through commands.

    Repeating it changes nothing; a killed import continues. Ends with 0 when every row is there, 1 when rows
    were rejected, 2 when nothing could be read or sent.
    """
    from services.importing.problems import Unreadable
    from services.operations.importing import showing
    from shared.refusals import Unavailable

    if mapping is None and not (auto or suggest):
        fail(
            "Say how the columns are mapped: --mapping FILE, or --auto; --suggest shows what --auto does.", 2
        )
    try:
        with TemporaryDirectory(prefix="hindsight-import-") as folder:
            if suggest:
                _print(path, Path(folder), currency)
                return
            report = _import(from_environment(), path, mapping, Path(folder), currency, dry_run)
    except (Unreadable, Unavailable) as error:
        fail(str(error), 2)
    showing.answer(report, json=json)
    if not json and any(file.created + file.updated for file in report.files) and not dry_run:
        print(f"To take all of it back: hindsight undo-import {report.run_id}")
    raise typer.Exit(1 if any(file.rejected for file in report.files) else 0)


def _print(path: Path, folder: Path, currency: str) -> None:
    from services.importing.suggesting.fields import Usual
    from services.operations.importing.suggesting import as_yaml, suggestions

    usual = Usual(currency=currency) if currency else Usual()
    print("---\n".join(as_yaml(file) for file in suggestions(path, folder, usual)))


def _files(
    path: Path, mapping: Path | None, folder: Path, usual: "Usual"
) -> list[tuple["FileMapping", Path, str]]:
    """Each table with its mapping and what the reader calls it."""
    from services.importing.chosen_files import matched
    from services.importing.mapping_file import load_mappings
    from services.importing.reading.tables import sheets_of
    from services.operations.importing.suggesting import suggested

    if mapping is None:
        return [(found, table, found.file) for found, table in suggested(path, folder, usual)]
    # Of a spreadsheet the first sheet goes with the mapping.
    return [
        (found, sheets_of(file, folder)[0].path, file.name)
        for found, file in matched(load_mappings(mapping), path)
    ]


def _import(
    settings: Settings, path: Path, mapping: Path | None, folder: Path, currency: str, dry_run: bool
) -> "Report":
    from msgspec.structs import replace

    from services.importing import company
    from services.importing.known import KnownRecords
    from services.importing.runner import Import, Run, errors_folder
    from services.operations.importing.destination import destination
    from services.operations.importing.showing import progress
    from shared.rights.principal import SYSTEM

    with destination(settings) as there, progress() as shown:
        with there.engine.connect() as connection:
            usual, fields = company.usual(connection, SYSTEM), company.defined(connection, SYSTEM)
        usual = replace(usual, currency=currency or usual.currency)
        files = _files(path, mapping, folder, usual)
        tables, called = [(found, table) for found, table, _ in files], [name for *_, name in files]
        names = [f"{name} ({found.entity})" if called.count(name) > 1 else name for found, _, name in files]
        run = Run(known=KnownRecords(there.engine, SYSTEM), defined=fields)
        bus = None if dry_run else there.bus
        work = Import(tables, there.log, bus, errors_folder(settings.data_dir), run=run, names=names)
        report = work.run(shown)
        if not dry_run:
            there.wait(report.position)
    return report
