"""Which part of history is asked for?"""

from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any

import events  # noqa: F401 - declares the types that may be asked for
from services.operations.commands.filters import Filters
from shared.events import event_classes, event_name
from shared.log.scan import Scan

_MOMENT = timedelta(microseconds=1)


class NoBound(ValueError):
    """A bound of history is neither a position nor a day nor an instant; the message says what it is."""


class UnknownType(ValueError):
    """No event type or context has that name; the message lists those like it."""


def chosen(filters: Filters, upto: int) -> Scan:
    """What passes, up to this position at most. Both bounds count in; times without a zone are UTC.

    Raises NoBound, UnknownType.
    """
    known = [event_name(event) for event in event_classes()]
    _check("event type", filters.type, known)
    _check("context", filters.context, sorted({name.partition(".")[0] for name in known}))
    return Scan(
        types=tuple(filters.type or ()),
        contexts=tuple(filters.context or ()),
        branches=tuple(filters.branch or ()),
        streams=tuple(filters.stream or ()),
        actors=tuple(filters.actor or ()),
        **_bounds(filters, upto),
    )


def _bounds(filters: Filters, upto: int) -> dict[str, Any]:
    bounds: dict[str, Any] = {"after": 0, "upto": upto}
    first, last = _bound("--from", filters.first), _bound("--until", filters.until)
    if isinstance(first, int):
        bounds["after"] = max(0, first - 1)
    elif first:
        bounds[f"{filters.by}_from"] = first[0]
    if isinstance(last, int):
        bounds["upto"] = min(last, upto)
    elif last:
        bounds[f"{filters.by}_to"] = last[1]
    return bounds


def _check(what: str, names: list[str] | None, known: list[str]) -> None:
    for name in names or ():
        if name not in known:
            like = get_close_matches(name, known, n=5, cutoff=0.4) or known
            raise UnknownType(f"There is no {what} {name}; there are: {', '.join(like)}.")


def _bound(option: str, text: str | None) -> int | tuple[datetime, datetime] | None:
    """A position, or the first instant that is meant and the first one after it."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        if len(text) == len("2017-06-30"):
            day = datetime.combine(date.fromisoformat(text), time(), UTC)
            return day, day + timedelta(days=1)
        instant = datetime.fromisoformat(text)
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return instant, instant + _MOMENT
    except (ValueError, OverflowError):
        raise NoBound(
            f"{option} {text} is neither a position, nor a day such as 2017-06-30, nor an instant such as "
            "2017-06-30T18:00:00+08:00."
        ) from None
