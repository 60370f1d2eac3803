"""Does the record a row refers to exist, and what does it say?"""

from typing import Any
from uuid import UUID

from services.importing.mapping import FileMapping
from shared.importing import Record, latest, record_id
from shared.log.log import Log

_MISSING = object()


class References:
    """Records that later rows may refer to: those read in this run, then those in the log.

    Only what the mappings ask for is kept: ids of the entities referred to, and the fields taken from them.
    """

    def __init__(self, mappings: list[FileMapping], log: Log | None) -> None:
        self._log = log
        self._taken: dict[str, set[str]] = {}
        for field in (field for mapping in mappings for field in mapping.fields.values()):
            if field.refer:
                self._taken.setdefault(field.refer, set()).update([field.take] if field.take else [])
        self._known: dict[UUID, dict[str, Any]] = {}
        self._looked_up: dict[UUID, bool] = {}

    def remember(self, entity: str, key: UUID, record: Record) -> None:
        """A row of this run will exist when the rows of the next file come."""
        if entity in self._taken:
            self._known[key] = {field: getattr(record, field) for field in self._taken[entity]}

    def find(self, entity: str, key: str) -> UUID | None:
        """The record's id, None where there is no such record."""
        found = record_id(entity, key)
        return found if found in self._known or self._in_log(found) else None

    def value(self, entity: str, key: str, field: str) -> Any:
        """What the record says in `field`; None where there is no such record, or where it says nothing."""
        found = self.find(entity, key)
        if found is None:
            return None
        known = self._known.setdefault(found, {})
        if known.get(field, _MISSING) is _MISSING:
            known[field] = self._from_log(found, field)
        return known[field]

    def _in_log(self, found: UUID) -> bool:
        if found not in self._looked_up:
            self._looked_up[found] = self._log is not None and bool(self._log.existing([found]))
        return self._looked_up[found]

    def _from_log(self, found: UUID, field: str) -> Any:
        events = [recorded.event for recorded in self._log.stream(found)] if self._log else []
        return latest(events, field)
