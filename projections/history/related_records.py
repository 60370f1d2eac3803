"""Which other records does a stream concern?"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

import events  # noqa: F401 - every event class is declared before the folds are registered
from shared.events import About, Event, event_classes, marked_fields
from shared.projection import Projection, Row
from shared.records import Recorded


class RelatedRow(Row):
    """A stream, and the records (streams too) its events name."""

    stream_id: UUID
    subjects: list[UUID]


related_records = Projection("related_records", version=1, row=RelatedRow, indexes=("using gin (subjects)",))


def _follow(event: type[Event]) -> None:
    fields = tuple(marked_fields(event, About))
    if not fields:
        return

    @related_records.on(event)
    def named(row: RelatedRow | None, record: Recorded[Any]) -> RelatedRow | None:
        row = row or RelatedRow(record.stream_id, [])
        for subject in (getattr(record.event, field) for field in fields):
            if subject is not None and subject not in row.subjects:
                row.subjects.append(subject)
        return row if row.subjects else None


for _event in event_classes():
    _follow(_event)

_CONCERNING = text(
    "select stream_id from read.related_records where subjects @> array[cast(:subject as uuid)]"
)


def concerning(connection: Connection, subject: UUID) -> list[UUID]:
    """The streams that name this record."""
    return list(connection.execute(_CONCERNING, {"subject": subject}).scalars())


_NAMING = text("""
    select subject, stream_id from read.related_records, unnest(subjects) as subject
    where subjects && cast(:subjects as uuid[]) and subject = any(cast(:subjects as uuid[]))""")


def naming(connection: Connection, subjects: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Each of these records with each stream that ever named it."""
    rows = connection.execute(_NAMING, {"subjects": [str(subject) for subject in subjects]})
    return [(subject, stream_id) for subject, stream_id in rows]
