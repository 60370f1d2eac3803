"""How is a folder of files imported, in the order of the mappings?"""

from collections.abc import Callable, Iterator
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from services.importing.error_file import ErrorFile
from services.importing.mapping import FileMapping
from services.importing.patience import Calls
from services.importing.planner import Planned, Planner
from services.importing.problems import Problem, Unreadable
from services.importing.references import References
from services.importing.report import FileReport, Report
from services.importing.sender import Outcome, Sender
from services.importing.table import Line, Table, open_table
from shared.log.log import Log

ERRORS = ".errors"
Progress = Callable[[Report], None]


class _Source(NamedTuple):
    table: Table
    planner: Planner


def errors_folder(data_dir: Path) -> Path:
    """Where an import that begins now writes rejected rows."""
    return data_dir / "imports" / f"{datetime.now():%Y%m%dT%H%M%S}"


def matched(mappings: list[FileMapping], path: Path) -> list[tuple[FileMapping, Path]]:
    """Which file goes with which mapping, in the order of the mappings. Raises Unreadable."""
    if path.is_dir():
        return [(mapping, file) for mapping in mappings for file in _in_folder(mapping, path)]
    if not path.is_file():
        raise Unreadable(f"{path}: there is no such file or folder.")
    name = path.name.replace(f"{ERRORS}.csv", ".csv")
    fitting = [mapping for mapping in mappings if fnmatch(name, mapping.file)] or mappings
    if len(fitting) != 1:
        known = ", ".join(mapping.file for mapping in mappings)
        raise Unreadable(
            f"{path.name}: goes with none of the mappings' files ({known}); give one mapping file."
        )
    return [(fitting[0], path)]


class Import:
    """One run over files. Each is read once before anything is sent, so that a broken one changes nothing."""

    def __init__(
        self,
        files: list[tuple[FileMapping, Path]],
        log: Log,
        bus: Calls | None,
        errors: Path,
        *,
        run_id: UUID | None = None,
        actor: str = "import",
    ) -> None:
        """`bus` None is a dry run; rejected rows are written to the folder `errors`. Raises Unreadable."""
        self.report = Report(run_id or uuid4(), dry_run=bus is None)
        references = References([mapping for mapping, _ in files], log)
        self._sender = Sender(log, bus, self.report.run_id, actor=actor)
        self._errors = errors
        self._sources = [_source(mapping, path, references) for mapping, path in files]
        self.report.files = [_file_report(source) for source in self._sources]

    def run(self, progress: Progress = lambda _: None) -> Report:
        """Send everything; `progress` is called now and then. Raises Unreadable when a service stays away."""
        try:
            for source, file in zip(self._sources, self.report.files, strict=True):
                self._import(source, file, progress)
        finally:
            self.report.end()
            progress(self.report)
        return self.report

    def _import(self, source: _Source, file: FileReport, progress: Progress) -> None:
        table = source.table
        if not table.certain:
            text = f"no encoding is declared; the file was read as {table.encoding}"
            self.report.findings.add(file.file, 1, Problem("note", "file", text))
        path = self._errors / f"{table.path.name.removesuffix('.csv').removesuffix(ERRORS)}{ERRORS}.csv"
        with ErrorFile(path, table.header, table.delimiter) as errors:
            planned = self._planned(source, file, errors)
            for outcome in self._sender.send(source.planner.entity, planned):
                self._count(outcome, file, errors)
                if file.done % 50 == 0:
                    progress(self.report)
            file.error_file = str(path) if errors.rows else None

    def _planned(self, source: _Source, file: FileReport, errors: ErrorFile) -> Iterator[Planned]:
        for line in source.table.lines():
            planned, problems = source.planner.plan(line)
            for problem in problems:
                self.report.findings.add(file.file, line.row, problem)
            if planned is None:
                self._reject(line, problems[-1], file, errors)
            else:
                yield planned

    def _count(self, outcome: Outcome, file: FileReport, errors: ErrorFile) -> None:
        self.report.position = max(self.report.position, outcome.position)
        if outcome.verdict == "rejected":
            problem = Problem("rejected", "row", outcome.reason)
            self.report.findings.add(file.file, outcome.planned.line.row, problem)
            self._reject(outcome.planned.line, problem, file, errors)
        else:
            file.count(outcome.verdict)

    def _reject(self, line: Line, problem: Problem, file: FileReport, errors: ErrorFile) -> None:
        file.count("rejected")
        if not self.report.dry_run:
            errors.add(line.row, line.cells, f"{problem.field}: {problem.text}")


def _in_folder(mapping: FileMapping, folder: Path) -> list[Path]:
    found = sorted(file for file in folder.iterdir() if fnmatch(file.name, mapping.file) and file.is_file())
    if not found:
        there = ", ".join(sorted(file.name for file in folder.iterdir())[:20]) or "nothing"
        raise Unreadable(
            f"The folder {folder.name} has no file {mapping.file} for the {mapping.entity}s; it has {there}."
        )
    return found


def _source(mapping: FileMapping, path: Path, references: References) -> _Source:
    table = open_table(path, mapping.encoding, mapping.delimiter)
    return _Source(table, Planner(mapping, table, references))


def _file_report(source: _Source) -> FileReport:
    table = source.table
    return FileReport(
        file=table.path.name, entity=source.planner.entity.name, rows=table.rows, encoding=table.encoding
    )
