"""Where do the bars of a chart stand? (Drawn as SVG on the server: no script, no inline style.)"""

from collections.abc import Sequence
from typing import NamedTuple

from projections.sales.outcomes import MonthOutcome

WIDTH, HEIGHT, BASE = 1000.0, 260.0, 226.0
TOP = 18.0
WIDEST = 72.0
LABEL = 120.0


class Bar(NamedTuple):
    """One month's bar, in the units of the view box."""

    x: float
    y: float
    width: float
    height: float
    label_at: float
    month: MonthOutcome
    labelled: bool


class Bars(NamedTuple):
    """A chart of the amounts won by month."""

    width: float
    height: float
    base: float
    bars: list[Bar]


def bars(months: Sequence[MonthOutcome]) -> Bars:
    """One bar for each month, the highest as high as there is room."""
    slot = WIDTH / max(len(months), 1)
    width = min(slot * 0.64, WIDEST)
    most = max((month.won_amount for month in months), default=0)
    labels = max(1, round(LABEL / slot))
    return Bars(
        WIDTH,
        HEIGHT,
        BASE,
        [
            _bar(i, month, slot, width, float(most), i % labels == labels - 1)
            for i, month in enumerate(months)
        ],
    )


def _bar(index: int, month: MonthOutcome, slot: float, width: float, most: float, labelled: bool) -> Bar:
    middle = slot * (index + 0.5)
    label_at = round(min(max(middle, LABEL / 2), WIDTH - LABEL / 2), 1)
    height = round(float(month.won_amount) / most * (BASE - TOP), 1) if most else 0.0
    left, width = round(middle - width / 2, 1), round(width, 1)
    return Bar(left, BASE - height, width, height, label_at, month, labelled)
