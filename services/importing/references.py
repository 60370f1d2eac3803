"""Does the record a row refers to exist, and what does it say?"""

from collections.abc import Collection, Iterable
from typing import Any, Protocol
from uuid import UUID

from services.importing.mapping import FieldMapping, FileMapping
from services.importing.named import Named
from services.importing.table import Table
from shared.importing import Record, latest, record_id
from shared.log.log import Log

_MISSING = object()
KEY = "key"


class Known(Protocol):
    """Records that are there, as far as the one who imports may see them."""

    def find(self, entity: str, way: str, text: str) -> UUID | None:
        """The only record whose name or e-mail this is; None where there is none, or several."""
        ...

    def sees(self, entity: str, ids: Collection[UUID]) -> set[UUID]:
        """Those of these records that they may know of."""
        ...

    def shows(self, entity: str, field: str) -> bool:
        """May they see this field?"""
        ...


class References:
    """Records that rows may refer to: those of the files of this run, then those that are there.

    Only what the mappings ask for is kept: ids of the entities referred to, and the fields taken from them.
    `wanted` are names of records that are missing and are to be created, by entity.
    """

    def __init__(
        self,
        files: Iterable[tuple[FileMapping, Table]],
        log: Log | None,
        known: Known | None = None,
        me: UUID | None = None,
    ) -> None:
        files = list(files)
        self._log = log
        self._named = Named(files)
        self._there = known
        self._me = me
        self.wanted: dict[UUID, tuple[str, str]] = {}
        self._taken: dict[str, set[str]] = {}
        for field in (field for mapping, _ in files for field in mapping.fields.values()):
            if field.refer:
                self._taken.setdefault(field.refer, set()).update([field.take] if field.take else [])
        self._known: dict[UUID, dict[str, Any]] = {}
        self._looked_up: dict[UUID, bool] = {}
        self._same: dict[UUID, UUID] = {}

    def remember(self, entity: str, key: UUID, record: Record) -> None:
        """A row of this run will exist when the rows of the next file come."""
        if entity in self._taken:
            self._known[key] = {field: getattr(record, field) for field in self._taken[entity]}

    def same(self, entity: str, key: UUID, there: UUID) -> None:
        """What names the record `key` means another one: the row was about a record that is there."""
        if entity in self._taken and key != there:
            self._same[key] = there

    def resolve(self, field: FieldMapping, text: str) -> Any:
        """The id of the record that `text` names, or what it says in the field that is taken.

        None where there is no such record, or where it says nothing.
        """
        entity = field.refer or ""
        for way in field.by:
            if named := self._named.find(entity, way, text):
                return self._taken_from(named[0], field, named[1])
            if (found := self._found(entity, way, text)) is not None:
                return self._taken_from(found, field, None)
        return self._instead(field, text)

    def _found(self, entity: str, way: str, text: str) -> UUID | None:
        if way == KEY:
            found = record_id(entity, text)
            return (
                found if found in self._known or found in self.wanted or self._in_log(entity, found) else None
            )
        return self._there.find(entity, way, text) if self._there and way in ("name", "email") else None

    def _instead(self, field: FieldMapping, text: str) -> Any:
        if field.missing == "me":
            return self._me
        if field.missing != "create":
            return None
        created = record_id(field.refer or "", text)
        if not self._in_log(field.refer or "", created):
            self.wanted[created] = (field.refer or "", text)
        return text if field.take else created

    def _taken_from(self, found: UUID, field: FieldMapping, name: str | None) -> Any:
        if field.take is None:
            return self._same.get(found, found)
        if field.take == "name" and name:
            return name
        known = self._known.setdefault(found, {})
        if known.get(field.take, _MISSING) is _MISSING:
            known[field.take] = self._from_log(field.refer or "", self._same.get(found, found), field.take)
        return known[field.take]

    def _in_log(self, entity: str, found: UUID) -> bool:
        """What the one who imports may not see, there is not."""
        if found not in self._looked_up:
            there = self._log is not None and bool(self._log.existing([found]))
            self._looked_up[found] = there and (not self._there or bool(self._there.sees(entity, [found])))
        return self._looked_up[found]

    def _from_log(self, entity: str, found: UUID, field: str) -> Any:
        if self._log is None or (self._there and not self._there.shows(entity, field)):
            return None
        return latest([recorded.event for recorded in self._log.stream(found)], field)
