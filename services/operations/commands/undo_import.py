"""`hindsight undo-import` and `hindsight imports`: how is a whole import taken back, and which are there?"""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from services.operations.console import Json, answer, fail, table
from shared.settings import from_environment

if TYPE_CHECKING:
    from services.importing.undo_report import UndoReport

SHOWN = 20
SETTLING_SECONDS = 600.0


def imports(json: Json = False) -> None:
    """The last 50 imports with their ids, newest first."""
    from services.importing.done import imports as found_in
    from services.operations.importing.destination import destination

    with destination(from_environment()) as there, there.engine.connect() as connection:
        found = found_in(connection)
    rows = [
        (each.id, f"{each.began_at:%Y-%m-%d %H:%M}", each.actor, each.events, "yes" if each.undone else "")
        for each in found
    ]
    answer(found, table(("import", "began", "by", "events", "undone"), rows), json=json)


def undo_import(
    import_id: Annotated[UUID, typer.Argument(help="The id the import ended with; see `hindsight imports`.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; send nothing.")] = False,
    json: Json = False,
) -> None:
    """Take a whole import back. What others changed since is left alone and named; repeating it is harmless.

    Ends with 0 when everything is back, 1 when something was left alone, 2 when it could not be undone.
    """
    from services.importing.problems import Unreadable
    from shared.refusals import NotFound, Unavailable

    try:
        report = _undone(import_id, dry_run)
    except NotFound:
        fail(f"No import has the id {import_id}. `hindsight imports` lists those there were.", 2)
    except (Unreadable, Unavailable) as error:
        fail(str(error), 2)
    answer(report.to_dict(), _told(report), json=json)
    raise typer.Exit(1 if report.left_alone else 0)


def _undone(import_id: UUID, dry_run: bool) -> "UndoReport":
    from services.importing.settling import settled
    from services.importing.undoing import Undo
    from services.operations.importing.destination import destination

    with destination(from_environment()) as there:
        settled(there.engine, SETTLING_SECONDS)
        report = Undo(import_id, there.engine, None if dry_run else there.bus, actor="cli").run()
        there.wait(report.position)
    return report


def _told(report: "UndoReport") -> str:
    lines = [f"{each.entity} {each.id}: {each.aspect} left alone: {each.why}" for each in report.left_alone]
    if len(lines) > SHOWN:
        lines[SHOWN:] = [f"… and {len(lines) - SHOWN:,} more; --json lists them all."]
    columns = ("entity", "removed", "set back", "unchanged", "left alone")
    rows = [
        (each.entity, each.removed, each.set_back, each.unchanged, each.left_alone)
        for each in report.entities.values()
    ]
    return "\n".join([*lines, table(columns, rows), _summary(report)])


def _summary(report: "UndoReport") -> str:
    if report.dry_run:
        return "Dry run, nothing was sent; the table says what would happen."
    if not report.changed:
        return "Nothing changed: there was nothing left to undo."
    return f"{report.changed:,} of {report.records:,} records changed back in {report.seconds:.1f} s."
