"""What is to be done, and when, in one line such as “Call Anna tomorrow 15:00” or “明天下午3点 打电话”?"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple, TypeVar

T = TypeVar("T")
MORNING = time(9)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_DAYS = "一二三四五六日"
_NEAR = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "后天": 2}
_DAY = re.compile(
    r"(?P<near>\btoday\b|\btomorrow\b|今天|明天|后天)"
    r"|\b(?:on\s+)?(?P<weekday>mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\b"
    r"|(?P<next>下)?(?:周|星期)(?P<chinese>[一二三四五六日天])"
    r"|\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|(?P<month>\d{1,2})月(?P<of_month>\d{1,2})[日号]",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})\s*(?P<half>am|pm)?\b"
    r"|\b(?:at\s+)?(?P<only>\d{1,2})\s*(?P<only_half>am|pm)\b"
    r"|(?P<part>上午|下午|晚上|早上)?(?P<chinese>\d{1,2})点(?P<after>半|\d{1,2}分)?",
    re.IGNORECASE,
)


class Quick(NamedTuple):
    """The title without what was said of the time; no instant where nothing was."""

    title: str
    due_at: datetime | None


def understood(text: str, now: datetime, zone: tzinfo) -> Quick:
    """The first day and the first time in the text; a day alone is its morning, a time alone the next."""
    local = now.astimezone(zone)
    day, rest = _taken(_DAY, text, lambda match: _day(match, local.date()))
    clock, rest = _taken(_TIME, rest, _time)
    title = " ".join(rest.split()).strip(" ,，、") or text.strip()
    if day is None and clock is None:
        return Quick(text.strip(), None)
    due = datetime.combine(day or local.date(), clock or MORNING, zone)
    if day is None and due <= local:
        due = datetime.combine(local.date() + timedelta(days=1), clock or MORNING, zone)
    return Quick(title, due)


def _taken(
    pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], T | None]
) -> tuple[T | None, str]:
    match = pattern.search(text)
    found = read(match) if match else None
    if match is None or found is None:
        return None, text
    return found, f"{text[: match.start()]} {text[match.end() :]}"


def _day(match: re.Match[str], today: date) -> date | None:
    try:
        if near := match["near"]:
            return today + timedelta(days=_NEAR[near.lower()])
        if iso := match["iso"]:
            return date.fromisoformat(iso)
        if match["month"]:
            found = date(today.year, int(match["month"]), int(match["of_month"]))
            return found if found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None
    return _weekday(match, today)


def _weekday(match: re.Match[str], today: date) -> date:
    chinese = match["chinese"]
    wanted = (
        _CHINESE_DAYS.index(chinese.replace("天", "日"))
        if chinese
        else _WEEKDAYS.index(match["weekday"][:3].lower())
    )
    if match["next"]:
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7 or 7)


def _time(match: re.Match[str]) -> time | None:
    hour = int(match["hour"] or match["only"] or match["chinese"])
    half = (match["half"] or match["only_half"] or "").lower()
    after = match["after"]
    minute = int(match["minute"] or 0) or (30 if after == "半" else int(after[:-1]) if after else 0)
    if (half == "pm" or match["part"] in ("下午", "晚上")) and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
