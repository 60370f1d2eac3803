"""What did earlier imports already do to a record?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from shared.records import Recorded
from shared.undoing import SOURCE as UNDO
from shared.undoing import undo_of


class Past(msgspec.Struct, frozen=True):
    """What the log knows of a record.

    revision: the content of the row that last changed it; None if no import did.
    run_id:   the import that row belonged to.
    base:     the stream's version before that row. commands: those of that row that led to events.
    touched:  whether anything happened to the record since.
    """

    records: Sequence[Recorded[Any]]
    revision: UUID | None = None
    run_id: UUID | None = None
    base: int = 0
    commands: frozenset[UUID] = frozenset()
    touched: bool = False


def past_of(records: Sequence[Recorded[Any]], source: str) -> Past:
    """Reads a whole stream; what came from `source` carries its row's revision as the cause.

    Imports that were undone count as if they had never been.
    """
    undone = {record.envelope.correlation_id for record in records if record.envelope.source == UNDO}
    imported = [
        record.envelope
        for record in records
        if record.envelope.source == source and undo_of(record.envelope.correlation_id) not in undone
    ]
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
        run_id=last.correlation_id,
        base=row[-1].version - 1,
        commands=frozenset(envelope.command_id for envelope in row),
        touched=last.version < records[-1].version,
    )
