"""The facts about people and their rights are found by themselves."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    """Create the index."""
    op.get_bind().exec_driver_sql((SQL / "people.sql").read_text(encoding="utf-8").replace("%", "%%"))
