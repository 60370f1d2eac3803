"""Which part of history is asked for?"""

from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any, Literal
from uuid import UUID

import msgspec

import events  # noqa: F401 - declares the types that may be asked for
from shared.events import event_classes, event_name
from shared.log.scan import Scan

_MOMENT = timedelta(microseconds=1)


class NoBound(ValueError):
    """A bound of history is neither a position nor a day nor an instant; the message says what it is."""


class UnknownType(ValueError):
    """No event type or context has that name; the message lists those like it."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What was written at the command line; both bounds count in, and without a zone times are UTC."""

    first: str | None
    last: str | None
    by: Literal["occurred", "recorded"]
    types: tuple[str, ...]
    contexts: tuple[str, ...]
    branches: tuple[str, ...]
    streams: tuple[UUID, ...]
    actors: tuple[str, ...]

    def scan(self, watermark: int) -> Scan:
        """The scan of this choice, up to the watermark at most. Raises NoBound, UnknownType."""
        known = [event_name(event) for event in event_classes()]
        _check("event type", self.types, known)
        _check("context", self.contexts, sorted({name.partition(".")[0] for name in known}))
        bounds: dict[str, Any] = {"after": 0, "upto": watermark}
        first, last = _bound("--from", self.first), _bound("--until", self.last)
        if isinstance(first, int):
            bounds["after"] = max(0, first - 1)
        elif first:
            bounds[f"{self.by}_from"] = first[0]
        if isinstance(last, int):
            bounds["upto"] = min(last, watermark)
        elif last:
            bounds[f"{self.by}_to"] = last[1]
        return Scan(
            types=self.types,
            contexts=self.contexts,
            branches=self.branches,
            streams=self.streams,
            actors=self.actors,
            **bounds,
        )


def _check(what: str, names: tuple[str, ...], known: list[str]) -> None:
    for name in names:
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
