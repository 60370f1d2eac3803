"""How does a person see an import: its progress, its problems, its figures?"""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from services.importing import runner
from services.importing.report import Report
from services.operations import progress as shown

SHOWN_ROWS = 5


@contextmanager
def progress() -> Iterator[runner.Progress]:
    """How far it is, while it lasts."""
    with shown.progress() as show:
        yield lambda report: show(_step(report))


def _step(report: Report) -> shown.Step:
    told = f"{report.done:,} of {report.total:,} rows, {report.rate:,.0f}/s"
    return shown.Step(_current(report), report.done / max(report.total, 1), told, report.eta_seconds)


def _current(report: Report) -> str:
    return next((file.file for file in report.files if file.done < file.rows), "done")


def answer(report: Report, *, json: bool) -> None:
    """The whole report with all row numbers for programs; for people the problems first, then the figures."""
    if json:
        print(msgspec.json.encode(report.to_dict()).decode())
    else:
        _show(report, Console())


def _show(report: Report, console: Console) -> None:
    for finding in report.findings:
        rows = ", ".join(str(row) for row in finding.rows[:SHOWN_ROWS])
        more = f" and {len(finding.rows) - SHOWN_ROWS:,} more" if len(finding.rows) > SHOWN_ROWS else ""
        problem = finding.problem
        console.print(
            f"{finding.file}: {problem.effect}: {problem.field}: {escape(problem.text)} "
            f"– {_counted(len(finding.rows))}: {rows}{more}",
            highlight=False,
            soft_wrap=True,
        )
    console.print(_figures(report))
    console.print(escape(_summary(report)), highlight=False, soft_wrap=True)


def _figures(report: Report) -> Table:
    headings = ("file", "entity", "rows", "created", "updated", "unchanged", "rejected")
    # Without borders there is room for names of files; a name longer than that is folded, never cut.
    table = Table(*headings, box=None, pad_edge=False)
    table.columns[0].overflow = "fold"
    for column in table.columns[2:]:
        column.justify = "right"
    for file in report.files:
        counts = (file.rows, file.created, file.updated, file.unchanged, file.rejected)
        table.add_row(escape(file.file), file.entity, *(f"{count:,}" for count in counts))
    return table


def _counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def _summary(report: Report) -> str:
    rejected = [file.error_file for file in report.files if file.error_file]
    parts = [f"{_counted(report.done)} in {report.seconds:.1f} s ({report.rate:,.0f}/s)."]
    if report.dry_run:
        parts.insert(0, "Dry run, nothing was sent; the table says what would happen.")
    elif all(file.unchanged == file.rows for file in report.files):
        parts.append(f"Nothing changed: {_counted(report.total)} unchanged.")
    if rejected:
        parts.append(f"Rejected rows are in {', '.join(rejected)}: mend them there and import that file.")
    return " ".join(parts)
