"""Long streams are loaded from a snapshot."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    """Create the table and the function that keeps a snapshot."""
    op.get_bind().exec_driver_sql((SQL / "snapshots.sql").read_text(encoding="utf-8").replace("%", "%%"))
