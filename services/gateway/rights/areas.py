"""Which right does each address take, before anything is asked for it?

Whose records come back is decided in each query, and a command when it is decided; this is the outer door.
Every route stands below one of these addresses, or the gateway does not start.
"""

from collections.abc import Iterable
from typing import NamedTuple

from shared.rights.principal import SEE, Principal

ANYBODY = None
"""Open to everybody who is signed in: what it shows is decided by the rights of whoever looks."""

Needed = tuple[str, str] | None


class Area(NamedTuple):
    """An address and all below it: what looking takes, and what changing takes."""

    address: str
    look: Needed
    change: Needed

    def needed(self, method: str) -> Needed:
        """The right that this method takes."""
        return self.look if method in ("GET", "HEAD") else self.change


def _of(thing: str, change: str, *addresses: str) -> list[Area]:
    return [Area(address, (thing, SEE), (thing, change)) for address in addresses]


def _open(*addresses: str) -> list[Area]:
    return [Area(address, ANYBODY, ANYBODY) for address in addresses]


_AREAS = {
    area.address: area
    for area in (
        *_open("/", "/ui", "/sign-in", "/sign-out", "/first-start", "/healthz", "/readyz", "/metrics"),
        *_open("/api/docs", "/api/openapi.json", "/api/v1/events", "/api/v1/lists", "/lists", "/api/v1/undo"),
        *_open("/settings", "/settings/account", "/search", "/api/v1/search", "/notices", "/notifications"),
        *_open("/timeline", "/records", "/conflicts", "/groups"),
        *_open("/api/v1/sessions", "/api/v1/tokens"),
        *_of("user", "administer", "/api/v1/users"),
        *_open("/access", "/api/v1/access", "/home"),
        *_of("customer", "edit", "/customers", "/api/v1/customers"),
        *_of("deal", "edit", "/deals", "/api/v1/sales/deals", "/api/v1/sales/pipeline"),
        *_of("deal", "edit", "/api/v1/sales/pipelines"),
        *_of("product", "edit", "/settings/products"),
        *_of("report", "administer", "/settings/rates", "/settings/phones"),
        *_open("/api/v1/configuration", "/api/v1/views", "/api/v1/custom-fields"),
        *_of("activity", "edit", "/activities", "/api/v1/activities"),
        *_of("task", "edit", "/tasks", "/api/v1/tasks"),
        *_of("product", "edit", "/api/v1/sales/products", "/products"),
        *_of("report", "edit", "/reports", "/dashboards", "/api/v1/sales/leaderboard"),
        *_of("report", "edit", "/api/v1/sales/outcomes", "/api/v1/sales/time-in-stage", "/api/v1/dashboards"),
        *_of("history", "edit", "/api/v1/timeline"),
        *_of("import", "create", "/imports", "/import", "/api/v1/imports"),
        *_of("operation", "administer", "/operations", "/api/v1/operations"),
        *_of("role", "administer", "/settings/roles", "/api/v1/roles"),
        *_of("operation", "administer", "/security", "/api/v1/security"),
        *_of("user", "edit", "/settings/people", "/settings/users", "/api/v1/identity"),
        Area("/settings/security", ("user", "administer"), ("user", "administer")),
        *_of("team", "edit", "/settings/teams"),
        *_of("branch", "edit", "/settings/branches"),
        *_of("pipeline", "administer", "/settings/pipelines"),
        *_of("custom_field", "administer", "/settings/fields", "/settings/custom-fields"),
    )
}


class Unplaced(RuntimeError):
    """A route belongs to no area."""


def area_of(path: str) -> Area | None:
    """The area of a route, by its own address: that which is nearest above it."""
    while path not in _AREAS:
        path = path.rpartition("/")[0]
        if not path:
            return None
    return _AREAS[path]


def must_all_be_placed(paths: Iterable[str]) -> None:
    """Raises Unplaced, naming the routes of which nobody has said to whom they are open."""
    unplaced = sorted({path for path in paths if area_of(path) is None})
    if unplaced:
        raise Unplaced(
            f"These routes belong to no area, so nobody knows to whom they are open: {', '.join(unplaced)}. "
            "Say it in services/gateway/rights/areas.py."
        )


def is_open(path: str, method: str, who: Principal) -> bool:
    """May this principal use this route at all?"""
    area = area_of(path)
    if area is None:
        return False
    needed = area.needed(method)
    return needed is None or who.level(*needed) > 0
