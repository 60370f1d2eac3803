"""What was won and lost, month by month, and by which person, team, branch or product?"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple, get_args

import msgspec
from sqlalchemy import Connection, text

from projections.sales.deal_tallies import FROM
from shared.refusals import Invalid
from shared.rights.condition import Condition

By = Literal["person", "team", "branch", "product"]


class Span(NamedTuple):
    """Days of closing, from the first to the one before `end`; None is open."""

    first: date | None = None
    end: date | None = None

    @property
    def whole_months(self) -> bool:
        """Does it begin and end with a month?"""
        return all(day is None or day.day == 1 for day in self)


class MonthResult(msgspec.Struct, frozen=True):
    """One month (as 2017-06) in one currency."""

    month: str
    currency: str
    won: int
    won_amount: Decimal
    lost: int
    lost_amount: Decimal


class Rank(msgspec.Struct, frozen=True):
    """One line of the ranking; `amount` is what was won.

    key: the id of the person or product, the name of the team, the code of the branch; "" is nobody's.
    """

    key: str
    name: str
    currency: str
    won: int
    amount: Decimal
    lost: int


# Deals that begin or end a period in the middle of a month are added up one by one.
_TALLIED = FROM.format(tally="closed")
_ONE_BY_ONE = _TALLIED.replace(
    "read.deal_list__closed",
    "(select *, 1 as rows, date_trunc('month', closed_on::timestamp)::date as month"
    " from read.deal_list where closed_on is not null and not discarded)",
)
_FIGURES = """
    coalesce(sum(d.rows) filter (where d.stage = 'won'), 0)::bigint as won,
    coalesce(sum({money}) filter (where d.stage = 'won'), 0) as won_amount,
    coalesce(sum(d.rows) filter (where d.stage = 'lost'), 0)::bigint as lost"""
_BY_MONTH = """
    select to_char(d.month, 'YYYY-MM'), d.currency, {figures},
        coalesce(sum(d.amount) filter (where d.stage = 'lost'), 0)
    {source} where {which} and {within}
    group by d.month, d.currency having sum(d.rows) > 0 order by d.month, d.currency"""
_KEYS = {
    "person": "d.owner_id::text",
    "team": "coalesce(t.name, a.manager)",
    "branch": "d.branch",
    "product": "d.product_id::text",
}
_ID = "cast(nullif(l.key, '') as uuid)"
_NAMES = {
    "person": f"(select c.name from read.colleagues c where c.user_id = {_ID})",
    "team": "l.key",
    "branch": "(select b.name from read.branches b where b.code = l.key limit 1)",
    "product": f"(select p.name from read.product_catalogue p where p.product_id = {_ID})",
}
_RANKING = """
    with lines as (
        select coalesce({key}, '') as key, {currency} as currency, {figures}
        {source} {rates} where {which} and {within}
        group by 1, 2 having sum(d.rows) > 0)
    select l.key, coalesce({name}, l.key) as name, l.currency, l.won, l.won_amount, l.lost from lines l
    order by l.won_amount desc, 2, 3"""
_OWN = {"money": "d.amount", "currency": "d.currency", "rates": ""}
_IN_ONE = {
    "money": "round(d.amount * r.factor, 2)",
    "currency": "cast(:currency as text)",
    "rates": """
        left join unnest(cast(:currencies as text[]), cast(:months as date[]), cast(:factors as numeric[]))
            as r (currency, month, factor) on r.currency = d.currency and r.month = d.month""",
}
EVER = Span()


class Factors(NamedTuple):
    """A currency to tell amounts in, and what others were worth in it, by currency and first day of month."""

    currency: str
    known: Mapping[tuple[str, date], Decimal | None]


def by_month(connection: Connection, *, which: Condition, span: Span = EVER) -> list[MonthResult]:
    """The months in which deals were closed, oldest first."""
    rows = connection.execute(*_asked(_BY_MONTH, which, span))
    return [MonthResult(*row) for row in rows]


def ranking(
    connection: Connection, by: str, *, which: Condition, span: Span = EVER, factors: Factors | None = None
) -> list[Rank]:
    """Everyone with a deal closed in this span, the largest amount first. Raises Invalid (by).

    A line is in one currency: each has one for each of theirs, or with `factors` one in that currency.
    """
    if by not in _KEYS:
        problem = f"is not one of {', '.join(get_args(By))}"
        raise Invalid(problems=[{"field": "by", "problem": problem}])
    parts = {"key": _KEYS[by], "name": _NAMES[by]}
    statement, given = _asked(_RANKING, which, span, **parts, **(_IN_ONE if factors else _OWN))
    rows = connection.execute(statement, given | (_listed(factors) if factors else {}))
    return [Rank(*row) for row in rows]


def _listed(factors: Factors) -> dict[str, Any]:
    return {
        "currency": factors.currency,
        "currencies": [currency for currency, _ in factors.known],
        "months": [month for _, month in factors.known],
        "factors": list(factors.known.values()),
    }


def _asked(statement: str, which: Condition, span: Span, **parts: str) -> tuple[Any, dict[str, Any]]:
    limits = {"first": span.first, "end": span.end}
    given = {name: day for name, day in limits.items() if day}
    day = "d.month" if span.whole_months else "d.closed_on"
    within = [f"{day} {'>=' if name == 'first' else '<'} :{name}" for name in given]
    filled = statement.format(
        figures=_FIGURES.format(money=parts.get("money", "d.amount")),
        source=_TALLIED if span.whole_months else _ONE_BY_ONE,
        which=which.sql,
        within=" and ".join(within) or "true",
        **parts,
    )
    return text(filled), which.parameters | given
