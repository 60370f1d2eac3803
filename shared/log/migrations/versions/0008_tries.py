"""What is tried too often is counted by all processes together."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    """Create the table."""
    op.get_bind().exec_driver_sql((SQL / "tries.sql").read_text(encoding="utf-8").replace("%", "%%"))
