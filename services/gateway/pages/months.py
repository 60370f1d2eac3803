"""Which months lie between those in which something was closed?"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from projections.sales.outcomes import MonthOutcome

# A single mistyped year must not make a chart of a thousand empty months.
LONGEST_GAP = 60
_NOTHING = Decimal(0)


def without_gaps(months: Sequence[MonthOutcome]) -> list[MonthOutcome]:
    """The months of one currency, oldest first, with the quiet ones between them."""
    filled: list[MonthOutcome] = []
    for month in months:
        if filled:
            filled += _quiet(filled[-1], month)
        filled.append(month)
    return filled


def _quiet(before: MonthOutcome, after: MonthOutcome) -> Iterator[MonthOutcome]:
    between = range(_number(before.month) + 1, _number(after.month))
    if len(between) <= LONGEST_GAP:
        for number in between:
            name = f"{number // 12:04}-{number % 12 + 1:02}"
            yield MonthOutcome(name, after.currency, 0, _NOTHING, 0, _NOTHING)


def _number(month: str) -> int:
    year, month_of_year = month.split("-")
    return int(year) * 12 + int(month_of_year) - 1
