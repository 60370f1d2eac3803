"""What is written down about a rebuild, so that it goes on after a crash and others see where it stands?"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from shared.projector.checkpoints import Build
from shared.rebuild.careful import Parked

_IS = "(name, version, generation) = (%s, %s, %s)"


class Rebuilding(msgspec.Struct):
    """The `details` of a build that is being folded again.

    frozen:     the position up to which it is folded in bulk; from there on it follows the log.
    partitions: those that are folded. `indexed` says whether the table has its keys and checkpoints.
    phase:      what is done now; `share` of it is done (0 to 1), at `rate` events a second.
    """

    frozen: int
    partitions: list[int] = []
    indexed: bool = False
    phase: str = "folding"
    share: float = 0.0
    rate: float = 0.0
    eta_seconds: float | None = None


class Cancelled(RuntimeError):
    """The rebuild was cancelled by somebody else while it ran; the read model is as it was before."""


def read(connection: Connection, build: Build) -> Rebuilding:
    """What is known of a rebuild. Raises Cancelled."""
    found = connection.exec_driver_sql(f"select details::text from read.builds where {_IS}", tuple(build))
    text = found.scalar_one_or_none()
    if text is None:
        raise Cancelled(f"The rebuild of {build.name} was cancelled.")
    return msgspec.json.decode(text, type=Rebuilding)


def note(connection: Connection, build: Build, **changes: Any) -> None:
    """Write some of the details down."""
    connection.exec_driver_sql(
        f"update read.builds set details = details || %s::jsonb where {_IS}",
        (msgspec.json.encode(changes).decode(), *build),
    )


def folded(connection: Connection, build: Build, partitions: Sequence[int], parked: Sequence[Parked]) -> None:
    """These partitions are folded, up to the frozen position. Raises Cancelled."""
    park(connection, build, parked)
    changed = connection.exec_driver_sql(
        "update read.builds set "
        "details = jsonb_set(details, '{partitions}', details->'partitions' || %s::jsonb) "
        f"where {_IS}",
        (msgspec.json.encode(partitions).decode(), *build),
    )
    if not changed.rowcount:
        raise Cancelled(f"The rebuild of {build.name} was cancelled.")


def park(connection: Connection, build: Build, parked: Sequence[Parked]) -> None:
    """Write down which events a build has left out, and why."""
    connection.exec_driver_sql(
        "insert into read.parked (name, version, generation, position, stream_id, type, reason, poison) "
        "select %s, %s, %s, p.* from json_to_recordset(%s) "
        "as p (position bigint, stream_id uuid, type text, reason text, poison boolean)",
        (*build, msgspec.json.encode([one._asdict() for one in parked]).decode()),
    )
