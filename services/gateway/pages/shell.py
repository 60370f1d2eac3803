"""What stands around every page: where the reader is, and how fresh what they see is?"""

from typing import NamedTuple

from sqlalchemy import Connection, text

from shared.marks import N_


class Freshness(NamedTuple):
    """The log position the slowest read model shows, and how many seconds it is behind the log."""

    position: int
    lag: float


class NavigationItem(NamedTuple):
    name: str
    address: str
    title: str
    icon: str


NAVIGATION = (
    NavigationItem("customers", "/customers", N_("Customers"), "users"),
    NavigationItem("deals", "/deals", N_("Deals"), "square-kanban"),
    NavigationItem("reports", "/reports", N_("Reports"), "chart-column"),
    NavigationItem("operations", "/operations", N_("Operations"), "activity"),
    NavigationItem("api", "/api/docs", N_("API docs"), "braces"),
)
_FRESHNESS = text("""
    SELECT coalesce(min(s.position), 0),
           CASE WHEN bool_and(s.position >= w.position) THEN 0
                ELSE extract(epoch FROM clock_timestamp() - min(s.updated_at)) END
    FROM log.watermark w LEFT JOIN read.serving s ON true
    GROUP BY w.position
""")


def freshness(connection: Connection) -> Freshness:
    """Where the read models stand now."""
    row = connection.execute(_FRESHNESS).one_or_none()
    return Freshness(int(row[0]), float(row[1] or 0)) if row else Freshness(0, 0.0)
