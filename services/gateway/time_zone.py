"""In which time zone does this reader live?"""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from starlette.requests import Request

COOKIE = "zone"
"""Where static/js/zone.js notes the zone of the browser."""


def zone_of(request: Request) -> tzinfo:
    """The zone the reader chose, else their browser's, else UTC."""
    chosen = getattr(request.scope.get("preferences"), "time_zone", "")
    name = chosen or request.cookies.get(COOKIE, "")
    return ZoneInfo(name) if name in _known() else UTC


def end_of_day(now: datetime, zone: tzinfo) -> datetime:
    """When the reader's day ends."""
    local = now.astimezone(zone)
    midnight = datetime(local.year, local.month, local.day, tzinfo=zone)
    return (midnight + timedelta(days=1)).astimezone(UTC)


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())
