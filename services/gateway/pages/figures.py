"""What do sums over several currencies come to, and how often is a deal won?"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from events.pipelines import CLOSED, LOST, WON
from projections.sales.pipeline_board import StageTotal


class Sum(NamedTuple):
    """A sum in one currency."""

    currency: str
    amount: Decimal
    weighted: Decimal


class StageFigures(NamedTuple):
    """A stage's number of deals, and its sums by currency."""

    stage: str
    deals: int
    sums: list[Sum]


class Above(NamedTuple):
    """What stands above the board; what was won is that of this month."""

    open: list[Sum]
    won: list[Sum]
    win_rate: float | None


def stage_figures(totals: Sequence[StageTotal]) -> list[StageFigures]:
    """The figures of each stage, from its totals by currency."""
    stages = dict.fromkeys(total.stage for total in totals)
    return [_stage(stage, [total for total in totals if total.stage == stage]) for stage in stages]


def sums_above(stages: Sequence[StageFigures]) -> Above:
    """What the stages come to together."""
    counts = {figures.stage: figures.deals for figures in stages}
    closed = counts.get(WON, 0) + counts.get(LOST, 0)
    return Above(
        open=sums_of(sum_ for figures in stages if figures.stage not in CLOSED for sum_ in figures.sums),
        won=sums_of(sum_ for figures in stages if figures.stage == WON for sum_ in figures.sums),
        win_rate=counts.get(WON, 0) / closed if closed else None,
    )


def _stage(stage: str, totals: Sequence[StageTotal]) -> StageFigures:
    return StageFigures(stage, sum(total.count for total in totals), _sums(totals))


def _sums(totals: Iterable[StageTotal]) -> list[Sum]:
    return sums_of((total.currency, total.amount, total.weighted) for total in totals if total.currency)


def sums_of(amounts: Iterable[tuple[str, Decimal, Decimal]]) -> list[Sum]:
    """One sum for each currency, in the order of their codes, from (currency, amount, weighted amount)."""
    sums: dict[str, Sum] = {}
    for currency, amount, weighted in amounts:
        held = sums.get(currency, Sum(currency, Decimal(0), Decimal(0)))
        sums[currency] = Sum(currency, held.amount + amount, held.weighted + weighted)
    return [sums[currency] for currency in sorted(sums)]
