"""Where do the bars of a chart stand? Drawn as SVG on the server: no script, no inline style."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

WIDTH, HEIGHT, BASE, TOP = 640.0, 200.0, 168.0, 12.0
WIDEST = 44.0
LABEL = 90.0


class Series(NamedTuple):
    """One bar of each slot: a name for its colour, and its value."""

    name: str
    value: Decimal


class Slot(NamedTuple):
    """What stands side by side: its bars, and where they lead. `label` is a month, or else a word."""

    label: str
    address: str
    series: tuple[Series, ...]
    word: bool = False


class Bar(NamedTuple):
    """A bar in the units of the view box."""

    x: float
    y: float
    width: float
    height: float
    name: str
    value: Decimal


class Column(NamedTuple):
    """A slot with its bars drawn; `x` and `width` are those of the place it fills, `shown` says its label."""

    slot: Slot
    x: float
    width: float
    middle: float
    bars: list[Bar]
    shown: bool


def columns(slots: Sequence[Slot]) -> list[Column]:
    """Every slot of a chart, the highest bar as high as there is room."""
    width = WIDTH / max(len(slots), 1)
    most = max((series.value for slot in slots for series in slot.series), default=Decimal(0))
    named = _named(slots, max(1, round(LABEL / width)))
    return [
        Column(
            slot,
            round(place * width, 1),
            round(width, 1),
            round((place + 0.5) * width, 1),
            _bars(slot, (place + 0.5) * width, width, most),
            place in named,
        )
        for place, slot in enumerate(slots)
    ]


def _named(slots: Sequence[Slot], every: int) -> set[int]:
    """The places with a label: all words, and as many months as there is room for beside them."""
    words = {place for place, slot in enumerate(slots) if slot.word}
    months = {place for place in range(len(slots)) if place % every == (len(slots) - 1) % every}
    return words | {place for place in months if all(abs(place - word) >= every for word in words)}


def _bars(slot: Slot, middle: float, width: float, most: Decimal) -> list[Bar]:
    if not most or not slot.series:
        return []
    each = min(width * 0.7, WIDEST) / len(slot.series)
    left = middle - each * len(slot.series) / 2
    return [
        _bar(left + number * each, each, series, most)
        for number, series in enumerate(slot.series)
        if series.value
    ]


def _bar(x: float, width: float, series: Series, most: Decimal) -> Bar:
    height = max(round(float(series.value / most) * (BASE - TOP), 1), 1.0)
    return Bar(round(x, 1), round(BASE - height, 1), round(width, 1), height, series.name, series.value)


def months(first: date, last: date) -> list[date]:
    """The first days of the months from one to another."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    begun = first.year * 12 + first.month - 1
    return [date((begun + n) // 12, (begun + n) % 12 + 1, 1) for n in range(max(count, 0))]
