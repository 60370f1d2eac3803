"""Where do the bars of a chart stand? (Drawn as SVG on the server: no script, no inline style.)"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from projections.sales.outcomes import MonthOutcome
from services.gateway.pages.months import without_gaps

WIDTH, HEIGHT, BASE = 1000.0, 270.0, 226.0
TOP = 18.0
WIDEST = 72.0
LABEL = 120.0
NEAR = 50.0  # half a label
EDGE = 95.0  # half a label as wide as it is on a phone


class Bar(NamedTuple):
    """What became of deals in one month, in the units of the view box."""

    x: float
    y: float
    width: float
    height: float
    outcome: str
    amount: Decimal
    month: str


class Label(NamedTuple):
    """A month's name below its bars; on a phone there is room for the `roomy` ones only."""

    x: float
    month: str
    roomy: bool


class Bars(NamedTuple):
    """A chart of the amounts won and lost by month."""

    width: float
    height: float
    base: float
    bars: list[Bar]
    labels: list[Label]


def bars(months: Sequence[MonthOutcome]) -> Bars:
    """Two bars for each month, the highest of all as high as there is room; quiet months keep their place."""
    shown = without_gaps(months)
    slot = WIDTH / max(len(shown), 1)
    most = max((max(month.won_amount, month.lost_amount) for month in shown), default=Decimal(0))
    drawn = [bar for place, month in enumerate(shown) for bar in _pair(place * slot, slot, month, most)]
    return Bars(WIDTH, HEIGHT, BASE, drawn, _labels(shown, slot))


def _pair(left: float, slot: float, month: MonthOutcome, most: Decimal) -> list[Bar]:
    width = min(slot * 0.64, WIDEST) / 2
    middle = left + slot / 2
    sides = (("won", month.won_amount, middle - width), ("lost", month.lost_amount, middle))
    return [_bar(x, width, most, outcome, amount, month.month) for outcome, amount, x in sides if amount]


def _bar(x: float, width: float, most: Decimal, outcome: str, amount: Decimal, month: str) -> Bar:
    height = round(float(amount / most) * (BASE - TOP), 1)
    return Bar(round(x, 1), round(BASE - height, 1), round(width, 1), height, outcome, amount, month)


def _labels(months: Sequence[MonthOutcome], slot: float) -> list[Label]:
    every = max(1, round(LABEL / slot))
    # On a phone a label is three times as wide, so only some stay, and none that would cross the edge.
    apart = max(1, round(3 * LABEL / (slot * every)))
    labels = []
    for number, place in enumerate(range(every // 2, len(months), every)):
        middle = slot * (place + 0.5)
        roomy = number % apart == apart // 2 and EDGE <= middle <= WIDTH - EDGE
        labels.append(Label(round(min(max(middle, NEAR), WIDTH - NEAR), 1), months[place].month, roomy))
    return labels
