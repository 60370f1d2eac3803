"""The owner of the log appends in bulk, under the same rules as everyone."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    """Create the function."""
    op.get_bind().exec_driver_sql((SQL / "bulk.sql").read_text(encoding="utf-8").replace("%", "%%"))
