"""What rows does a projection make of a history, without a database?"""

from collections.abc import Hashable, Iterable
from typing import Any

import msgspec

from shared.projection import Projection
from shared.projector.fold import checked, fold, steps
from shared.projector.table import Rows
from shared.records import Recorded


def rows(projection: Projection, *batches: Iterable[Recorded[Any]]) -> dict[Hashable, Any]:
    """The rows by their key, after these batches one after the other."""
    table: Rows = {}
    for batch in batches:
        fold(steps(projection, list(batch)), table)
        table = {key: _stored(projection, row) for key, row in table.items() if row is not None}
    key = projection.row.__struct_fields__[: projection.key_fields]
    assert checked(table, lambda row: _key(row, key)) == list(table.values())
    return dict(table)


def _stored(projection: Projection, row: Any) -> Any:
    # Through JSON, as the database has it: no row may depend on an object shared with another.
    return msgspec.json.decode(msgspec.json.encode(row), type=projection.row)


def _key(row: Any, fields: tuple[str, ...]) -> Hashable:
    values = tuple(getattr(row, field) for field in fields)
    return values if len(values) > 1 else values[0]
