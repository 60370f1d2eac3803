"""An index that finds what an import did, and what followed from it."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    """Create the index; a log in use waits for it."""
    op.get_bind().exec_driver_sql((SQL / "traces.sql").read_text(encoding="utf-8"))
