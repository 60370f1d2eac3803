"""What is to be done with each record of a change of many rows, by the rights of whoever wished for it?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from services.gateway.lists.bulk import BulkWish, Step, command_id
from services.gateway.lists.catalogue import catalogued
from services.gateway.lists.changes import Make, made
from services.gateway.lists.choosing import change_of, within
from services.gateway.undoing.inverse import NothingToUndo, inverse
from services.gateway.undoing.kinds import kind_of
from shared.log.log import Log
from shared.records import Recorded
from shared.refusals import Invalid, NotFound, Refused
from shared.rights.principal import Principal


class Planning:
    """Plans the steps of one change. Raises Forbidden, NotFound where it may not be made at all."""

    def __init__(self, wish: BulkWish, who: Principal, log: Log, connection: Connection) -> None:
        self._wish, self._log = wish, log
        self._list = catalogued(wish.list)
        self._see = within(who, self._list, "bulk")
        self._make: Make | None = None
        if wish.undoes is None:
            self._make = change_of(who, connection, self._list, wish.field, wish.day)

    def steps(self, connection: Connection, ids: Sequence[UUID], *, again: bool) -> list[Step]:
        """For these records as they are now; `again`: some of it may have been done before a stop."""
        records = self._list.changes.load(connection, list(ids), self._see)
        histories = self._log.histories(ids) if again or self._wish.undoes else {}
        found = (self._step(each, records.get(each), histories.get(each, [])) for each in ids)
        return [step for step in found if step is not None]

    def _step(self, id_: UUID, record: Any, history: list[Recorded[Any]]) -> Step | None:
        name = getattr(record, self._list.listing.fields[0].name) if record is not None else ""
        own = command_id(self._wish.id, id_)
        if any(each.envelope.command_id == own for each in history):
            return Step(id_, name, earlier=True)
        if record is None:
            return Step(id_, "", refused=NotFound(what=self._list.listing.object, id=str(id_)))
        if self._make is None:
            return self._taken_back(id_, name, history)
        try:
            return Step(id_, name, [made(self._make, record, self._wish.value, self._wish.field)])
        except Invalid as invalid:
            return Step(id_, name, refused=invalid)

    def _taken_back(self, id_: UUID, name: str, history: list[Recorded[Any]]) -> Step | None:
        """None where the earlier change did nothing."""
        kind, undone = kind_of(history), self._wish.undoes
        if kind is None or undone is None:
            return None
        try:
            commands = inverse(kind, id_, history, command_id(undone, id_))
        except NothingToUndo:
            return None
        except Refused as refused:
            return Step(id_, name, refused=refused)
        return Step(id_, name, commands, version=history[-1].version)
