"""Which part of a fold does which process do?"""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from shared.events import event_classes, event_name
from shared.projection import Projection
from shared.projector.checkpoints import Build
from shared.projector.table import Table
from shared.rebuild.task import Task
from shared.slices import WHOLE, partition_of

ROW_BYTES = 350_000_000
"""Memory for rows in all processes together; beside them, each process takes about 150 MB."""
_WORTH_A_PROCESS = 250_000


class Means(NamedTuple):
    """How many processes may work (None: as many as are worth it), and in how much memory for their rows."""

    workers: int | None = None
    row_bytes: int = ROW_BYTES

    def processes(self, events: int) -> int:
        """How many are to share a fold of so many events."""
        return self.workers or min(os.cpu_count() or 1, 1 + events // _WORTH_A_PROCESS)


AS_FITS = Means()


def tasks(
    types: tuple[str, ...],
    table: Table,
    at: Mapping[int, int],
    left_out: Mapping[int, UUID],
    means: Means,
    suffix: str = "",
) -> Iterator[Task]:
    """The parts of a fold of partitions, each up to its position and without some positions (→ stream)."""
    generation = table.build.generation
    together: dict[int, list[int]] = defaultdict(list)
    for partition, upto in sorted(at.items()):
        together[upto].append(partition)
    for upto, partitions in together.items():
        shares = min(means.processes(upto), len(partitions))
        for number in range(shares):
            share = tuple(partitions[number::shares])
            out = frozenset(position for position, stream in left_out.items() if _concerns(share, stream))
            yield Task(
                table.projection, generation, suffix, share, upto, types, out, means.row_bytes // shares
            )


def _concerns(partitions: tuple[int, ...], stream_id: UUID) -> bool:
    return WHOLE in partitions or partition_of(stream_id) in partitions


def types(connection: Connection, projection: Projection) -> tuple[str, ...]:
    """The events a projection follows, and those of their contexts that this release cannot load."""
    mine = {event_name(event) for event in projection.handlers}
    contexts = {name.partition(".")[0] for name in mine}
    known = {event_name(event): event.schema_version for event in event_classes()}
    stored = connection.exec_driver_sql("select type, max(schema_version) from log.events group by type")
    newer = {name for name, version in stored if version > known.get(name, 0)}
    return tuple(sorted(mine | {name for name in newer if name.partition(".")[0] in contexts}))


def parked(connection: Connection, build: Build, *, skipped_only: bool = False) -> dict[int, UUID]:
    """Position and stream of each event that a build has left out."""
    rows = connection.exec_driver_sql(
        "select position, stream_id from read.parked where (name, version, generation) = (%s, %s, %s) "
        "and (skipped_at is not null or not %s)",
        (*build, skipped_only),
    )
    return {row.position: row.stream_id for row in rows}
