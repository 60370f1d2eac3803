"""Which records that others made still name one that an undo would take away?"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from projections.history.related_records import naming
from services.importing.entities import ENTITIES
from shared.log.log import Log
from shared.records import Recorded

BEGINS = {entity.undoable.begins: entity.undoable for entity in ENTITIES.values()}


def dependents(
    engine: Engine, log: Log, subjects: Collection[UUID], besides: Collection[UUID]
) -> Mapping[UUID, Sequence[UUID]]:
    """Subject → the records that name it now, without those of the import itself and those that are gone."""
    with engine.connect() as connection:
        named = [pair for pair in naming(connection, subjects) if pair[1] not in besides]
    streams = log.streams({stream_id for _, stream_id in named}) if named else {}
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for subject, stream_id in named:
        if _names(streams[stream_id], subject):
            found[subject].append(stream_id)
    return found


def _names(records: Sequence[Recorded[Any]], subject: UUID) -> bool:
    undoable = BEGINS.get(type(records[0].event))
    if undoable is None:
        return True
    state = undoable.aggregate.fold(records)
    named = any(getattr(state, field) == subject for field in state.__struct_fields__)
    return named and not getattr(state, undoable.gone)
