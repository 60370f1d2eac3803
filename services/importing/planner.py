"""Which record and which commands does a row stand for?"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import msgspec
from pydantic import ValidationError

from services.importing.columns import readers
from services.importing.custom_cells import CUSTOM, Defined
from services.importing.entities import ENTITIES
from services.importing.known import Match
from services.importing.mapping import FileMapping
from services.importing.problems import Problem, RowRejected
from services.importing.references import References
from services.importing.table import Line, Table
from services.importing.texts import column_number, text_of
from shared.commands import problems_of
from shared.importing import Importable, Record, Step, record_id, value_of
from shared.refusals import Invalid

MAX_KEY = 500
UNDATED = "date"
"""What a problem with a step is about that has no business time."""


NO_FIELDS = Defined()
NO_MAPPING = FileMapping(entity="", file="", key="", fields={})


class Planned(NamedTuple):
    """A row that can be sent.

    revision: names the row's content: an unchanged row has it again.
    own_id:   the record's id as the row itself says it.
    match:    the record that is there under another key, which the row is about.
    repeats:  file and number of an earlier row about the same, and what they have in common.
    joins:    the record will be there by then: an earlier row of another file brings it.
    """

    line: Line
    record_id: UUID
    revision: UUID
    record: Record
    history: list[Step]
    mapping: FileMapping = NO_MAPPING
    problems: Sequence[Problem] = ()
    own_id: UUID | None = None
    match: Match | None = None
    repeats: tuple[int, int, str] | None = None
    joins: bool = False


class RowNotMeant(Exception):
    """The row is of another kind, or tells again of a record that an earlier row of the file told of."""


class Planner:
    """Turns the rows of one table into plans; problems come back beside each row."""

    def __init__(
        self, mapping: FileMapping, table: Table, references: References, defined: Defined = NO_FIELDS
    ) -> None:
        self.entity: Importable = ENTITIES[mapping.entity]
        self.mapping = mapping
        self._references = references
        file = table.path.name
        self._key = text_of(table.header, mapping.key, file)
        self._own_id = text_of(table.header, mapping.own_id, file) if mapping.own_id else None
        self._only = [
            (column_number(table.header, column, file), values) for column, values in mapping.only.items()
        ]
        self._readers = readers(mapping, self.entity, table.header, file, references, defined)
        self._aliases = [
            (column_number(table.header, column, file), column, aliases)
            for column, aliases in mapping.aliases.items()
        ]
        # Two rows about one record would undo each other at every import. A number a row is all that is kept.
        self._seen: set[int] = set()
        self._own = [name for name, field in mapping.fields.items() if not field.take]
        self._sources = {name: field.source for name, field in mapping.fields.items()}

    def has(self, record_id: UUID) -> bool:
        """Is it the record of a row that was planned?"""
        return record_id.int in self._seen

    def instead(self, planned: Planned, there: UUID, mapping: FileMapping | None = None) -> Planned:
        """The row as one about another record than its key names."""
        self._references.same(self.entity.name, planned.record_id, there)
        history = self.entity.history(there, planned.record)
        return planned._replace(record_id=there, history=history, mapping=mapping or planned.mapping)

    def plan(self, line: Line) -> tuple[Planned | None, list[Problem]]:
        """The row's plan and its problems; without a plan it is rejected, or skipped if it has no problem."""
        problems: list[Problem] = []
        try:
            return self._planned(line, problems), problems
        except RowNotMeant:
            return None, []
        except RowRejected as rejected:
            return None, [*problems, rejected.problem]
        except ValidationError as error:
            return None, [*problems, *self._told(problems_of(error))]
        except Invalid as invalid:
            return None, [*problems, *self._told(invalid.details["problems"])]

    def _planned(self, line: Line, problems: list[Problem]) -> Planned:
        if line.fault:
            raise RowRejected("row", line.fault)
        if any(line.cells[number] not in values for number, values in self._only):
            raise RowNotMeant
        cells = self._clean(line.cells, problems)
        own_id = self._read_own_id(cells)
        key = f"Hindsight {own_id}" if own_id else self._key(cells)
        if not 0 < len(key) <= MAX_KEY:
            raise RowRejected(self.mapping.key, f"names the record: 1 to {MAX_KEY} characters are needed")
        found = record_id(self.entity.name, key)
        if found.int in self._seen and self.mapping.repeated == "once":
            raise RowNotMeant
        record = self._record(cells, problems)
        if found.int in self._seen:
            raise RowRejected(self.mapping.key, f"{key!r} names the record of an earlier row of this file")
        history = self.entity.history(found, record)
        problems.extend(self._undated(history))
        self._references.remember(self.entity.name, found, record)
        self._seen.add(found.int)
        revision = self._revision(found, record)
        return Planned(line, found, revision, record, history, self.mapping, problems, own_id)

    def _read_own_id(self, cells: Sequence[str]) -> UUID | None:
        text = self._own_id(cells) if self._own_id else ""
        try:
            return UUID(text) if text else None
        except ValueError:
            raise RowRejected(self.mapping.own_id or "", f"{text!r} is not an id of Hindsight") from None

    def _clean(self, cells: list[str], problems: list[Problem]) -> Sequence[str]:
        if not self._aliases:
            return cells
        cells = list(cells)
        for number, column, aliases in self._aliases:
            if (clean := aliases.get(cells[number])) is not None:
                problems.append(Problem("alias", column, f"{cells[number]!r} is read as {clean!r}"))
                cells[number] = clean
        return cells

    def _record(self, cells: Sequence[str], problems: list[Problem]) -> Record:
        values: dict[str, Any] = {}
        rejected: list[RowRejected] = []
        for name, read in self._readers.items():
            try:
                values[name] = read(cells, problems)
            except RowRejected as wrong:
                rejected.append(wrong)
        if rejected:
            problems.extend(wrong.problem for wrong in rejected[:-1])
            raise rejected[-1]
        custom = {name.removeprefix(CUSTOM): values.pop(name) for name in list(values) if CUSTOM in name}
        if self.mapping.existing != "overwrite":
            custom = {key: value for key, value in custom.items() if value is not None}
        if custom:
            values["custom"] = custom
        return self.entity.record(**{name: value for name, value in values.items() if value is not None})

    def _undated(self, history: list[Step]) -> Iterator[Problem]:
        for step in history:
            if step.at is None and step.name in self.entity.dated:
                text = f"the {self.entity.name} has no date for {step.name!r}; it counts from the import"
                yield Problem("warning", UNDATED, text)

    def _revision(self, found: UUID, record: Record) -> UUID:
        # What was looked up elsewhere is left out: a new list price is no change of the deals at the old one.
        own = [value_of(record, name) for name in self._own]
        return uuid5(found, sha256(msgspec.json.encode(own)).hexdigest())

    def _told(self, problems: list[dict[str, str]]) -> list[Problem]:
        return [
            Problem("rejected", self._source(problem["field"]), problem["problem"]) for problem in problems
        ]

    def _source(self, path: str) -> str:
        # A command may name a field for what it does: a deal is moved `to_stage`.
        parts = [part.removeprefix("to_") for part in path.split(".")]
        return next((self._sources[part] for part in parts if part in self._sources), path)
