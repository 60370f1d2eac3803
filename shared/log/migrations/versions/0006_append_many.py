"""Appends of several senders travel together, and a lone one costs half as much.

The function that earlier releases call stays, so that they go on while a newer one starts.
"""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    """Create the functions."""
    op.get_bind().exec_driver_sql((SQL / "append_many.sql").read_text(encoding="utf-8").replace("%", "%%"))
