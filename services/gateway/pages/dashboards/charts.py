"""Where do the bars of a chart stand? Drawn as SVG on the server: no script, no inline style."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

WIDTH, BASE, TOP, LEFT, RIGHT = 580.0, 168.0, 30.0, 40.0, 14.0
WIDEST = 44.0
LABEL = 80.0
FIGURE = 32.0
"""So wide is the place of a bar that has room for its figure."""
LINE = 10.5
LINES_AT_LEAST = 2


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


class Figure(NamedTuple):
    """What the bar of this name comes to, written above the bars of its slot."""

    x: float
    y: float
    name: str
    value: Decimal


class Line(NamedTuple):
    """A line of the scale, and what a bar as high as it comes to."""

    y: float
    value: Decimal


class Column(NamedTuple):
    """A slot with its bars drawn; `x` and `width` are those of the place it fills, `shown` says its label."""

    slot: Slot
    x: float
    width: float
    middle: float
    bars: list[Bar]
    figures: list[Figure]
    shown: bool


def columns(slots: Sequence[Slot]) -> list[Column]:
    """Every slot of a chart, the highest bar as high as there is room."""
    width = (WIDTH - LEFT - RIGHT) / max(len(slots), 1)
    most = _most(slots)
    named = _named(slots, max(1, round(LABEL / width)))
    drawn = [_bars(slot, LEFT + (place + 0.5) * width, width, most) for place, slot in enumerate(slots)]
    return [
        Column(
            slot,
            round(LEFT + place * width, 1),
            round(width, 1),
            round(LEFT + (place + 0.5) * width, 1),
            drawn[place],
            _figures(drawn[place]) if width >= FIGURE else [],
            place in named,
        )
        for place, slot in enumerate(slots)
    ]


def scale(slots: Sequence[Slot]) -> list[Line]:
    """Two to four lines at round values: 1, 2 or 5 with zeros."""
    most = _most(slots)
    if not most:
        return []
    size = Decimal(10) ** most.adjusted()
    steps = (size * part for part in (Decimal(5), Decimal(2), Decimal(1), Decimal("0.5")))
    step = next(each for each in steps if most // each >= LINES_AT_LEAST)
    return [Line(_height(step * n, most)[0], step * n) for n in range(1, int(most // step) + 1)]


def _most(slots: Sequence[Slot]) -> Decimal:
    return max((series.value for slot in slots for series in slot.series), default=Decimal(0))


def _figures(bars: Sequence[Bar]) -> list[Figure]:
    """One above the other, in the order of the bars, on top of the highest."""
    if not bars:
        return []
    top = min(bar.y for bar in bars) - 4
    middle = round((bars[0].x + bars[-1].x + bars[-1].width) / 2, 1)
    return [
        Figure(middle, round(top - LINE * (len(bars) - 1 - place), 1), bar.name, bar.value)
        for place, bar in enumerate(bars)
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
    y, height = _height(series.value, most)
    return Bar(round(x, 1), y, round(width, 1), height, series.name, series.value)


def _height(value: Decimal, most: Decimal) -> tuple[float, float]:
    """Where a bar of this value begins, and how high it is; one of little can still be seen."""
    height = max(round(float(value / most) * (BASE - TOP), 1), 1.0)
    return round(BASE - height, 1), height


def months(first: date, last: date) -> list[date]:
    """The first days of the months from one to another."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    begun = first.year * 12 + first.month - 1
    return [date((begun + n) // 12, (begun + n) % 12 + 1, 1) for n in range(max(count, 0))]
