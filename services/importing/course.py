"""How did a record change through an import, through its undo, and through others since?"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from shared.records import Recorded
from shared.undoing import Undoable, undo_of

IMPORTED = ("import", "automation")  # what an import did, and what followed from it by itself
Values = tuple[Any, ...]


class Course:
    """One record's life, seen from one import.

    before:     aspect → its values before the import, where that changed it and no undo has set it back.
    others:     aspect → the last change to it after the import began, by anybody else.
    brought_in: whether the import made the record, or brought it back, and no undo has taken it away.
    going:      the last event that took the record out of every list.
    """

    def __init__(self, undoable: Undoable, import_id: UUID) -> None:
        self.undoable = undoable
        self.aspects = undoable.aspects
        self.now = undoable.aggregate.initial
        self.before: dict[str, Values] = {}
        self.others: dict[str, Recorded[Any]] = {}
        self.brought_in = False
        self.going: Recorded[Any] | None = None
        self._left: dict[str, Values] = {}  # how import and undo left each aspect
        self._made = False
        self._own, self._undo = import_id, undo_of(import_id)

    @property
    def is_gone(self) -> bool:
        return bool(getattr(self.now, self.undoable.gone))

    def take(self, record: Recorded[Any]) -> None:
        """Follow the next event of the record."""
        was, was_gone = self.now, self.is_gone or record.version == 1
        self.now = self.undoable.aggregate.evolve(was, record.event)
        changed = [aspect for aspect in self.aspects if self._values(was, aspect) != self._value(aspect)]
        if record.envelope.correlation_id == self._own and record.envelope.source in IMPORTED:
            self._made = self._made or record.version == 1
            self._imported(was, changed)
            self.brought_in = self.brought_in or (was_gone and not self.is_gone)
        elif record.envelope.correlation_id == self._undo:
            self._undone(changed)
            self.brought_in = self.brought_in and not self.is_gone
        elif self._left:
            self.others |= dict.fromkeys(changed, record)
        if self.is_gone and not was_gone:
            self.going = record

    def _imported(self, was: Any, changed: Iterable[str]) -> None:
        if not self._left:
            self._left = {aspect: self._value(aspect) for aspect in self.aspects}
        for aspect in changed:
            self._left[aspect] = self._value(aspect)
            if not self._made:  # a record the import made was nothing before
                self.before.setdefault(aspect, self._values(was, aspect))

    def _undone(self, changed: Iterable[str]) -> None:
        for aspect in changed:
            self._left[aspect] = self._value(aspect)
            if self.before.get(aspect) == self._left[aspect]:
                del self.before[aspect]

    def overtaken(self, aspect: str) -> bool:
        """Did somebody else give it another value than import and undo left it with?"""
        return aspect in self.others and self._value(aspect) != self._left[aspect]

    def due(self) -> list[str]:
        """The aspects that are not as they were before the import."""
        return [aspect for aspect, values in self.before.items() if values != self._value(aspect)]

    def as_before(self, aspects: Iterable[str]) -> Any:
        """The present state with these aspects as they were before the import."""
        fields = {
            field: value
            for aspect in aspects
            for field, value in zip(self.aspects[aspect], self.before[aspect], strict=True)
        }
        return replace(self.now, **fields)

    def _value(self, aspect: str) -> Values:
        return self._values(self.now, aspect)

    def _values(self, state: Any, aspect: str) -> Values:
        return tuple(getattr(state, field) for field in self.aspects[aspect])
