"""How are files imported, one after the other, in the order of their mappings?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import UUID, uuid4

from services.importing.chosen_files import ERRORS
from services.importing.comparing import Comparison
from services.importing.created import creation
from services.importing.custom_cells import Defined
from services.importing.entities import ENTITIES
from services.importing.error_file import ErrorFile
from services.importing.known import KnownRecords
from services.importing.mapping import FileMapping
from services.importing.patience import Calls
from services.importing.planner import NO_FIELDS, Planned, Planner
from services.importing.problems import Problem
from services.importing.references import References
from services.importing.repeats import Repeats
from services.importing.report import FileReport, Report
from services.importing.sender import Outcome, Sender
from services.importing.table import Edits, Line, Table, open_table
from shared.log.log import Log

Progress = Callable[[Report], None]
_TOLD_EVERY = 50


class Watcher(Protocol):
    """Is told what becomes of each row."""

    def row(
        self, file: int, line: Line, verdict: str, problems: list[Problem], planned: Planned | None
    ) -> None:
        """`planned` None: the row cannot be used."""
        ...


class Run(NamedTuple):
    """On whose behalf, and besides what.

    actor: who sends the commands. me: the same as a user, who owns what nobody else owns.
    credential: the session or token whose rights hold. branch: of records that name none.
    known: looks up records that are there. edits: file's number → row → column's number → text.
    defined: the fields that administrators added.
    """

    actor: str = "import"
    me: UUID | None = None
    credential: UUID | None = None
    branch: str = ""
    known: KnownRecords | None = None
    edits: Mapping[int, Edits] = {}
    defined: Defined = NO_FIELDS
    watcher: Watcher | None = None


class _Source(NamedTuple):
    number: int
    table: Table
    planner: Planner


def errors_folder(data_dir: Path) -> Path:
    """Where an import that begins now writes rejected rows."""
    return data_dir / "imports" / f"{datetime.now():%Y%m%dT%H%M%S}"


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
        run: Run = Run(),  # noqa: B008 — a tuple, which nobody changes
        names: Sequence[str] = (),
    ) -> None:
        """`bus` None is a dry run; rejected rows are written to the folder `errors`. Raises Unreadable.

        `names` are what the files are called, where that is not how they lie on the disk.
        """
        self.report = Report(run_id or uuid4(), dry_run=bus is None)
        self._log, self._errors, self._run = log, errors, run
        tables = [
            (mapping, open_table(path, mapping.encoding, mapping.delimiter, run.edits.get(number)))
            for number, (mapping, path) in enumerate(files)
        ]
        self._references = References(tables, log, run.known, run.me)
        self._sender = Sender(log, bus, self.report.run_id, run)
        self._sources = [
            _Source(number, table, Planner(mapping, table, self._references, run.defined))
            for number, (mapping, table) in enumerate(tables)
        ]
        called = names or [table.path.name for _, table in tables]
        self.report.files = [
            _file_report(source, name) for source, name in zip(self._sources, called, strict=True)
        ]

    def run(self, progress: Progress = lambda _: None) -> Report:
        """Send everything; `progress` is called now and then. Raises Unreadable when a service stays away."""
        try:
            with Repeats(self._errors / "rows.marks") as repeats:
                for source in self._sources:
                    self._import(source, self.report.files[source.number], progress, repeats)
        finally:
            self.report.end()
            progress(self.report)
        return self.report

    def read_row(self, number: int, row: int) -> None:
        """Tell the watcher what one row of a file would become; for a dry run."""
        source = self._sources[number]
        only = _Source(number, source.table.only(row), source.planner)
        with Repeats(self._errors / "row.marks") as repeats:
            self._import(only, self.report.files[number], lambda _: None, repeats)

    def _import(self, source: _Source, file: FileReport, progress: Progress, repeats: Repeats) -> None:
        table = source.table
        if not table.certain:
            text = f"no encoding is declared; the file was read as {table.encoding}"
            self.report.findings.add(file.file, 1, Problem("note", "file", text))
        path = self._errors / f"{self._stem(source.number)}{ERRORS}.csv"
        with ExitStack() as stack:
            errors = stack.enter_context(ErrorFile(path, table.header, table.delimiter))
            comparison = Comparison(source.number, source.planner, self._log, self._run.known, repeats)
            planned = self._creating(comparison.compared(self._planned(source, file, errors)), file)
            for outcome in self._sender.send(source.planner.entity, planned):
                self._count(outcome, source, file, errors)
                if file.done % _TOLD_EVERY == 0:
                    progress(self.report)
            file.error_file = str(path) if errors.rows else None

    def _stem(self, number: int) -> str:
        """What the error file is called; parts and sheets of one file have one each."""
        stems = [Path(each.file).stem.removesuffix(ERRORS) for each in self.report.files]
        own = stems[number]
        return own if stems.count(own) == 1 else f"{own}-{number + 1}"

    def _planned(self, source: _Source, file: FileReport, errors: ErrorFile) -> Iterator[Planned]:
        for line in source.table.lines():
            planned, problems = source.planner.plan(line)
            for problem in problems:
                self.report.findings.add(file.file, line.row, problem)
            if planned is None and not problems:
                file.count("skipped")
                self._tell(source, line, "skipped", problems, None)
            elif planned is None:
                self._reject(line, problems[-1], file, errors)
                self._tell(source, line, "rejected", problems, None)
            else:
                yield planned

    def _creating(self, rows: Iterator[Planned], file: FileReport) -> Iterator[Planned]:
        """The rows, each behind the records it names that were missing."""
        done: set[UUID] = set()
        for planned in rows:
            for found, (entity, name) in list(self._references.wanted.items()):
                if found not in done:
                    done.add(found)
                    outcomes = self._sender.send(ENTITIES[entity], [creation(entity, found, name)])
                    file.created_besides += sum(outcome.verdict == "created" for outcome in outcomes)
            yield planned

    def _count(self, outcome: Outcome, source: _Source, file: FileReport, errors: ErrorFile) -> None:
        self.report.position = max(self.report.position, outcome.position)
        planned, verdict = outcome.planned, outcome.verdict
        problems = list(planned.problems)
        if verdict == "rejected":
            problem = Problem("rejected", "row", outcome.reason)
            problems.append(problem)
            self.report.findings.add(file.file, planned.line.row, problem)
            self._reject(planned.line, problem, file, errors)
        else:
            file.count(verdict)
        self._tell(source, planned.line, verdict, problems, planned)

    def _reject(self, line: Line, problem: Problem, file: FileReport, errors: ErrorFile) -> None:
        file.count("rejected")
        if not self.report.dry_run:
            errors.add(line.row, line.cells, f"{problem.field}: {problem.text}")

    def _tell(
        self, source: _Source, line: Line, verdict: str, problems: list[Problem], planned: Planned | None
    ) -> None:
        if self._run.watcher:
            self._run.watcher.row(source.number, line, verdict, problems, planned)


def _file_report(source: _Source, name: str) -> FileReport:
    table = source.table
    return FileReport(file=name, entity=source.planner.entity.name, rows=table.rows, encoding=table.encoding)
