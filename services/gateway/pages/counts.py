"""How much is there to do? Figures cheap enough to stand beside the navigation of every page."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from services.gateway.pages.formats import ZONE
from services.gateway.time_zone import end_of_day
from shared.rights.principal import Principal

MOST = 1000
"""Nobody counts further than this while a page waits."""


def open_deals(connection: Connection, who: Principal) -> int:
    """The reader's own open deals."""
    own = "owner_id = :user and closed_on is null and not discarded"
    return _count(connection, "deal_list", own, who)


def open_tasks(connection: Connection, who: Principal) -> int:
    """The reader's own tasks that are due until the end of their day, as the page of tasks tells them."""
    due = "owner_id = :user and state = 'open' and due_at < :tomorrow"
    return _count(connection, "tasks", due, who, tomorrow=end_of_day(datetime.now(UTC), ZONE.get()))


def _count(connection: Connection, table: str, where: str, who: Principal, **more: Any) -> int:
    if who.user_id is None:
        return 0
    query = f"select count(*) from (select 1 from read.{table} where {where} limit {MOST}) as found"
    return int(connection.execute(text(query), {"user": who.user_id, **more}).scalar_one())
