"""What do sums over several currencies come to, and how often is a deal won?"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from events.sales import OPEN_STAGES, STAGES
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


class PipelineFigures(NamedTuple):
    """What stands above the board."""

    stages: list[StageFigures]
    open: list[Sum]
    won: list[Sum]
    win_rate: float | None


def pipeline_figures(totals: Sequence[StageTotal]) -> PipelineFigures:
    """The board's figures from the totals of each stage and currency."""
    stages = [_stage(stage, [total for total in totals if total.stage == stage]) for stage in STAGES]
    counts = {figures.stage: figures.deals for figures in stages}
    closed = counts["won"] + counts["lost"]
    return PipelineFigures(
        stages,
        open=_sums(total for total in totals if total.stage in OPEN_STAGES),
        won=_sums(total for total in totals if total.stage == "won"),
        win_rate=counts["won"] / closed if closed else None,
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
