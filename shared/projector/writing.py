"""How do events change the rows of one table?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from shared.projector.fold import checked, fold, steps
from shared.projector.table import Table
from shared.records import Recorded


def write(connection: Connection, table: Table, records: Sequence[Recorded[Any]]) -> None:
    """Load the rows the events touch, fold, and write them back."""
    todo = steps(table.projection, records)
    if not todo:
        return
    rows = table.load(connection, dict.fromkeys(step.key for step in todo))
    before = set(rows)
    fold(todo, rows)
    gone = [key for key, row in rows.items() if row is None and key in before]
    table.write(connection, checked(rows, table.key_of), gone)
