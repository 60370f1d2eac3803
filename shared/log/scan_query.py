"""Which statement answers a scan?

The values stand in it as literals: a statement with parameters is not copied in binary form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from shared.log.call import quoted
from shared.records import Envelope

if TYPE_CHECKING:
    from shared.log.scan import Scan

COLUMNS = (*Envelope.__struct_fields__, "payload")
_IDS = ("stream_id", "command_id", "correlation_id", "causation_id")


def query(scan: Scan, columns: Sequence[str] = COLUMNS) -> str:
    """The statement, safe whatever the values hold."""
    select = ", ".join(f"uuid_send({name}) as {name}" if name in _IDS else name for name in columns)
    return f"select {select} from log.events where {conditions(scan)} order by position"


def conditions(scan: Scan) -> str:
    """What the scan asks of a row of log.events, as SQL without parameters."""
    upto = "(select position from log.watermark)"
    if scan.upto is not None:
        upto = f"least({scan.upto:d}, {upto})"
    return " and ".join((f"position > {scan.after:d}", f"position <= {upto}", *filters(scan)))


def filters(scan: Scan) -> Iterator[str]:
    """The same without its bounds."""
    lists: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
        ("type", "text", scan.types),
        ("split_part(type, '.', 1)", "text", scan.contexts),
        ("branch", "text", scan.branches),
        ("stream_id", "uuid", scan.streams),
        ("actor", "text", scan.actors),
        ("correlation_id", "uuid", (scan.correlation_id,) if scan.correlation_id else ()),
        ("log.partition_of(stream_id)", "int", scan.partitions),
    )
    yield from (f"{what} = any({_array(values)}::{kind}[])" for what, kind, values in lists if values)
    bounds = (
        ("recorded_at >=", scan.recorded_from),
        ("recorded_at <", scan.recorded_to),
        ("occurred_at >=", scan.occurred_from),
        ("occurred_at <", scan.occurred_to),
    )
    yield from (f"{what} {_instant(at)}" for what, at in bounds if at is not None)


def _array(values: tuple[Any, ...]) -> str:
    return _literal(quoted(map(str, values)))


def _instant(at: datetime) -> str:
    return f"{_literal(at.astimezone(UTC).isoformat())}::timestamptz"


def _literal(text: str) -> str:
    # The E form reads the same whether or not the server takes backslashes literally.
    return "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
