"""What is wrong with the rows of a file, and how often?"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple


class Unreadable(Exception):
    """A file or mapping cannot be used at all; the message says where, what it means and what to do."""


class Problem(NamedTuple):
    """One thing about one row. `effect`: "rejected", "warning", "alias" or "note"; `field` is a column."""

    effect: str
    field: str
    text: str


class RowRejected(Exception):
    """This value makes the row unusable."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text}")
        self.problem = Problem("rejected", field, text)


@dataclass(frozen=True)
class Finding:
    """The same problem in many rows; `rows` holds their numbers (the header is row 1)."""

    file: str
    problem: Problem
    rows: "array[int]"

    def to_dict(self) -> dict[str, Any]:
        return {"file": self.file, **self.problem._asdict(), "count": len(self.rows), "rows": list(self.rows)}


class Findings:
    """Problems, grouped by file, effect, field and text, in the order of their first appearance."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Problem], Finding] = {}

    def add(self, file: str, row: int, problem: Problem) -> None:
        key = (file, problem)
        if key not in self._found:
            if len(self._found) >= MAX_KINDS:
                problem = problem._replace(text="further problems of many kinds, see the error file")
                key = (file, problem)
            self._found.setdefault(key, Finding(file, problem, array("Q")))
        rows = self._found[key].rows
        if not rows or rows[-1] != row:
            rows.append(row)

    def __iter__(self) -> Iterator[Finding]:
        # A copy: a progress report may be asked for while rows are still being read.
        return iter(list(self._found.values()))

    def __len__(self) -> int:
        return len(self._found)


MAX_KINDS = 1_000
