"""Streams fall into partitions; instants and consequences are found by an index."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    """Create functions and indexes; a log in use waits for them."""
    op.get_bind().exec_driver_sql((SQL / "partitions.sql").read_text(encoding="utf-8").replace("%", "%%"))
