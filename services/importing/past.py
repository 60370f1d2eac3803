"""What did earlier imports already do to a record?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from shared.records import Recorded


class Past(msgspec.Struct, frozen=True):
    """What the log knows of a record.

    revision: the content of the row that last changed it; None if no import did.
    base:     the stream's version before that row. commands: those of that row that led to events.
    touched:  whether anything happened to the record since.
    """

    records: Sequence[Recorded[Any]]
    revision: UUID | None = None
    base: int = 0
    commands: frozenset[UUID] = frozenset()
    touched: bool = False


def past_of(records: Sequence[Recorded[Any]], source: str) -> Past:
    """Reads a whole stream; what came from `source` carries its row's revision as the cause."""
    imported = [record.envelope for record in records if record.envelope.source == source]
    if not imported:
        return Past(records, touched=bool(records))
    last = imported[-1]
    row = []
    for envelope in reversed(imported):
        if envelope.causation_id != last.causation_id:
            break
        row.append(envelope)
    return Past(
        records,
        revision=last.causation_id,
        base=row[-1].version - 1,
        commands=frozenset(envelope.command_id for envelope in row),
        touched=last.version < records[-1].version,
    )
