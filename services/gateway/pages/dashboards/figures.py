"""What do the panels of the dashboard show, and where does each figure lead?"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from events.activities import KINDS
from projections.activities.counts import PersonActivity
from projections.sales.forecast import ForecastMonth
from projections.sales.funnel import passages, stage_values
from projections.sales.pipelines import pipeline
from projections.sales.results import MonthResult
from services.gateway.pages.dashboards.charts import Column, Line, Series, Slot, columns, months, scale
from services.gateway.pages.dashboards.slice import Slice
from services.gateway.pages.figures import Sum, sums_of
from shared.listing.expression import Term
from shared.marks import N_
from shared.rights.condition import Condition

AHEAD_MONTHS = 12
OVERDUE, LATER, UNDATED = N_("Overdue"), N_("Later"), N_("No date")


class Headline(NamedTuple):
    """The figures at the top; `win_rate` is None where nothing was closed."""

    open: list[Sum]
    committed: list[Sum]
    won: list[Sum]
    win_rate: float | None


class Step(NamedTuple):
    """A stage of the funnel: its open deals, how many ever came there, and the share that went on to it."""

    stage: str
    name: str
    deals: int
    sums: list[Sum]
    entered: int
    passed: float | None
    address: str


class Chart(NamedTuple):
    """The columns of one currency, and the lines of their scale."""

    currency: str
    columns: list[Column]
    lines: list[Line]


class ActivityLine(NamedTuple):
    """What one person did, kind by kind."""

    owner_id: UUID | None
    name: str
    times: dict[str, int]

    @property
    def all(self) -> int:
        return sum(self.times.values())


def headline(ahead: Sequence[ForecastMonth], results: Sequence[MonthResult]) -> Headline:
    """What is open, committed and won."""
    won, lost = sum(month.won for month in results), sum(month.lost for month in results)
    return Headline(
        sums_of((month.currency, month.amount, month.weighted) for month in ahead),
        sums_of((month.currency, month.committed, month.committed) for month in ahead if month.committed),
        sums_of((month.currency, month.won_amount, month.won_amount) for month in results if month.won),
        won / (won + lost) if won + lost else None,
    )


def funnel(connection: Connection, part: Slice, which: Condition, pipeline_id: UUID) -> list[Step]:
    """The stages of a pipeline in order."""
    known = pipeline(connection, pipeline_id)
    if known is None:
        return []
    names = {stage.stage: stage.name for stage in known.open_stages}
    values = [value for value in stage_values(connection, which=which) if value.pipeline_id == pipeline_id]
    came = passages(
        connection, pipeline_id, list(names), which=which, first=part.span.first, end=part.span.end
    )
    steps: list[Step] = []
    for passage in came:
        here = [value for value in values if value.stage == passage.stage]
        before = steps[-1].entered if steps else 0
        steps.append(
            Step(
                passage.stage,
                names[passage.stage],
                sum(value.deals for value in here),
                sums_of((value.currency, value.amount, value.weighted) for value in here),
                passage.entered,
                passage.entered / before if before else None,
                part.deals(Term("stage", "is", (passage.stage,))),
            )
        )
    return steps


def forecast_charts(found: Sequence[ForecastMonth], part: Slice) -> list[Chart]:
    """What is expected in the months to come, weighted and committed, currency by currency."""
    return [
        _chart(currency, _ahead([month for month in found if month.currency == currency], part))
        for currency in by_weight(found)
    ]


def _chart(currency: str, slots: Sequence[Slot]) -> Chart:
    return Chart(currency, columns(slots), scale(slots))


def by_weight(found: Sequence[ForecastMonth]) -> list[str]:
    """The currencies of open deals, that of the largest sum first."""
    weights: dict[str, Decimal] = defaultdict(Decimal)
    for month in found:
        weights[month.currency] += month.amount
    return sorted(weights, key=lambda currency: -weights[currency])


def _ahead(found: Sequence[ForecastMonth], part: Slice) -> list[Slot]:
    """The months to come; the other open deals stand beside them, so that the bars come to the headline."""
    first = part.asking.today.replace(day=1)
    end = date(first.year + 1, first.month, 1)

    def expected(label: str, operator: str, *days: str, of: Sequence[ForecastMonth]) -> Slot:
        terms = Term("open", "is", ("yes",)), Term("expected_close_on", operator, days)
        return Slot(label, part.deals(*terms), _series(of), word=operator != "in")

    overdue = [each for each in found if each.month and each.month < first]
    later = [each for each in found if each.month and each.month >= end]
    undated = [each for each in found if each.month is None]
    slots = [expected(OVERDUE, "before", f"{first}", of=overdue)] if overdue else []
    for month in months(first, end)[:AHEAD_MONTHS]:
        here = [each for each in found if each.month == month]
        slots.append(expected(f"{month:%Y-%m}", "in", f"{month:%Y-%m}", of=here))
    slots += [expected(LATER, "from", f"{end}", of=later)] if later else []
    return slots + ([expected(UNDATED, "empty", of=undated)] if undated else [])


def _series(found: Sequence[ForecastMonth]) -> tuple[Series, ...]:
    weighted = sum((each.weighted for each in found), Decimal(0))
    committed = sum((each.committed for each in found), Decimal(0))
    return (Series("weighted", weighted), Series("committed", committed)) if found else ()


def won_charts(results: Sequence[MonthResult], part: Slice) -> list[Chart]:
    """What was won and lost month by month, currency by currency."""
    currencies = sorted({month.currency for month in results})
    return [_won_chart([m for m in results if m.currency == currency], part) for currency in currencies]


def _won_chart(found: Sequence[MonthResult], part: Slice) -> Chart:
    known = {month.month: month for month in found}
    first, last = (date.fromisoformat(f"{month.month}-01") for month in (found[0], found[-1]))
    slots = []
    for month in (f"{each:%Y-%m}" for each in months(first, last)):
        here = known.get(month)
        shown = (Series("won", here.won_amount), Series("lost", here.lost_amount)) if here else ()
        slots.append(Slot(month, part.deals(Term("closed_on", "in", (month,))), shown))
    return _chart(found[0].currency, slots)


def activity_lines(found: Sequence[PersonActivity]) -> list[ActivityLine]:
    """One line for each person, the busiest first."""
    lines: dict[UUID | None, ActivityLine] = {}
    for each in found:
        line = lines.setdefault(
            each.owner_id, ActivityLine(each.owner_id, each.name, dict.fromkeys(KINDS, 0))
        )
        line.times[each.kind] = each.times
    return sorted(lines.values(), key=lambda line: (-line.all, line.name))
