"""Which imports were there, and which of them were undone?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from shared.undoing import undo_of

# From one import to the next through the index: as many steps as there were imports, not events.
_IMPORTS = text("""
    with recursive found (id) as (
        (select correlation_id from log.events where source = 'import' order by correlation_id limit 1)
        union all
        select (select e.correlation_id from log.events e
                where e.source = 'import' and e.correlation_id > found.id order by e.correlation_id limit 1)
        from found where found.id is not null)
    select found.id, first.recorded_at, first.actor,
        (select count(*) from log.events e where e.source = 'import' and e.correlation_id = found.id)
    from found cross join lateral (
        select e.recorded_at, e.actor from log.events e
        where e.source = 'import' and e.correlation_id = found.id order by e.position limit 1) as first
    order by first.recorded_at desc limit :rows""")
_UNDONE = text("""
    select distinct correlation_id from log.events
    where source = 'undo' and correlation_id = any(cast(:undos as uuid[]))""")


class Imported(msgspec.Struct, frozen=True):
    """One import; `undone` says that something of it was taken back."""

    id: UUID
    began_at: datetime
    actor: str
    events: int
    undone: bool


def imports(connection: Connection, limit: int = 50) -> list[Imported]:
    """The last imports, newest first."""
    rows: Sequence[Any] = connection.execute(_IMPORTS, {"rows": limit}).all()
    undos = {"undos": [str(undo_of(row[0])) for row in rows]}
    undone = set(connection.execute(_UNDONE, undos).scalars())
    return [
        Imported(import_id, began_at, actor, events, undo_of(import_id) in undone)
        for import_id, began_at, actor, events in rows
    ]
