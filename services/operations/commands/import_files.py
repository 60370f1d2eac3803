"""`hindsight import`: how do rows of CSV files get into Hindsight?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.operations.console import Json, fail
from shared.settings import Settings, from_environment

if TYPE_CHECKING:
    from services.importing.report import Report


def import_files(
    path: Annotated[Path, typer.Argument(help="A CSV file, or a folder of them.", metavar="FOLDER|FILE")],
    mapping: Annotated[Path, typer.Option(help="A mapping file (YAML), or a folder of them in order.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report every problem; send nothing.")] = False,
    json: Json = False,
) -> None:
    """Load CSV files through commands. Repeating it changes nothing; a killed import continues.

    Ends with 0 when every row is there, 1 when rows were rejected, 2 when nothing could be read or sent.
    """
    from services.importing.problems import Unreadable
    from services.operations.importing import showing
    from shared.refusals import Unavailable

    try:
        report = _import(from_environment(), path, mapping, dry_run)
    except (Unreadable, Unavailable) as error:
        fail(str(error), 2)
    showing.answer(report, json=json)
    if not json and any(file.created + file.updated for file in report.files) and not dry_run:
        print(f"To take all of it back: hindsight undo-import {report.run_id}")
    raise typer.Exit(1 if any(file.rejected for file in report.files) else 0)


def _import(settings: Settings, path: Path, mapping: Path, dry_run: bool) -> "Report":
    from services.importing.chosen_files import matched
    from services.importing.mapping_file import load_mappings
    from services.importing.runner import Import, errors_folder
    from services.operations.importing.destination import destination
    from services.operations.importing.showing import progress

    files = matched(load_mappings(mapping), path)
    with destination(settings) as there, progress() as shown:
        run = Import(files, there.log, None if dry_run else there.bus, errors_folder(settings.data_dir))
        report = run.run(shown)
        if not dry_run:
            there.wait(report.position)
    return report
