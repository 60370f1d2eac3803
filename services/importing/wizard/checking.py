"""What would the import do with each row, before anything is sent?"""

from pathlib import Path
from typing import Any

import msgspec

from services.importing.planner import UNDATED, Planned
from services.importing.problems import Problem
from services.importing.table import Line
from shared.importing import value_of

SHOWN = 200


class Mark(msgspec.Struct, frozen=True):
    """Something about a cell (`column` names it) or about the whole row."""

    effect: str
    column: str
    text: str


class Alike(msgspec.Struct, frozen=True):
    """What the row is about besides: a record that is there, or an earlier row.

    `file` is the number of that row's file among those that are imported.
    """

    way: str
    row: int | None = None
    file: int | None = None
    id: str | None = None
    name: str | None = None


class Row(msgspec.Struct, frozen=True):
    """One row as the preview shows it; `values` are what its fields are read as."""

    row: int
    cells: list[str]
    verdict: str
    marks: list[Mark] = []
    alike: list[Alike] = []
    values: dict[str, Any] = {}

    @property
    def has_problem(self) -> bool:
        """Is something about it wrong?"""
        wrong = (mark for mark in self.marks if mark.effect in ("rejected", "warning"))
        return any(mark.column != UNDATED for mark in wrong)


class Checked(msgspec.Struct):
    """One file: counts of all its rows, and the first of each kind."""

    counts: dict[str, int] = msgspec.field(default_factory=dict)
    problems: int = 0
    duplicates: int = 0
    done: int = 0
    rows: dict[str, list[Row]] = msgspec.field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Count the next row, and keep it if it is one of the first of its kind."""
        problem, duplicate = row.has_problem, bool(row.alike)
        self.done += 1
        self.counts[row.verdict] = self.counts.get(row.verdict, 0) + 1
        self.problems += problem
        self.duplicates += duplicate
        kinds = ("all", *(("problems",) if problem else ()), *(("duplicates",) if duplicate else ()))
        for kind in kinds:
            kept = self.rows.setdefault(kind, [])
            if len(kept) < SHOWN:
                kept.append(row)

    def recount(self, old: Row, new: Row) -> None:
        """A row that was corrected and read again; it stays where it was shown."""
        for kept in self.rows.values():
            kept[:] = [new if each.row == new.row else each for each in kept]
        self.counts[old.verdict] -= 1
        self.counts[new.verdict] = self.counts.get(new.verdict, 0) + 1
        self.problems += new.has_problem - old.has_problem
        self.duplicates += bool(new.alike) - bool(old.alike)

    def row(self, number: int) -> Row | None:
        """A row that is shown."""
        found = (row for kept in self.rows.values() for row in kept if row.row == number)
        return next(found, None)


class Check:
    """Watches a dry run; see services.importing.runner.Watcher."""

    def __init__(self, files: int) -> None:
        self.files = [Checked() for _ in range(files)]

    def row(
        self, file: int, line: Line, verdict: str, problems: list[Problem], planned: Planned | None
    ) -> None:
        self.files[file].take(shown(line, verdict, problems, planned))

    def save(self, folder: Path) -> None:
        """Keep what was found beside the import."""
        for number, checked in enumerate(self.files):
            keep(folder, number, checked)


def keep(folder: Path, number: int, checked: Checked) -> None:
    """Write down what was found out about one file."""
    (folder / f"check-{number}.json").write_bytes(msgspec.json.encode(checked))


def found(folder: Path, number: int) -> Checked:
    """What the last check found in this file; nothing where there was none."""
    try:
        return msgspec.json.decode((folder / f"check-{number}.json").read_bytes(), type=Checked)
    except (FileNotFoundError, msgspec.DecodeError):
        return Checked()


def shown(line: Line, verdict: str, problems: list[Problem], planned: Planned | None) -> Row:
    """A row as the preview shows it."""
    marks = [Mark(problem.effect, problem.field, problem.text) for problem in problems]
    alike, values = [], {}
    if planned is not None:
        values = {
            name: value
            for name in planned.mapping.fields
            if (value := value_of(planned.record, name)) not in (None, "", ())
        }
        if planned.repeats:
            file, row, way = planned.repeats
            alike.append(Alike(way, row=row, file=file))
        if planned.match:
            alike.append(Alike(planned.match.way, id=str(planned.match.record_id), name=planned.match.name))
    return Row(line.row, list(line.cells), verdict, marks, alike, values)
