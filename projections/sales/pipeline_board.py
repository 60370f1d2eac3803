"""Which deals sit in which stage, and what are they worth?"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.pipelines import CLOSED, DEFAULT_PIPELINE
from projections.sales.pipelines import pipeline
from shared.rights.condition import Condition

TALLIED = frozenset({"branch", "owner_id", "currency"})
"""By these fields the sums at hand can be narrowed; by any other one, the deals themselves are added up."""


class StageTotal(msgspec.Struct, frozen=True):
    """A stage in one currency; an empty stage has no currency. `weighted` is amount times probability."""

    stage: str
    currency: str | None
    count: int
    amount: Decimal
    weighted: Decimal


_AT_HAND = """
    select stage, currency, sum(rows)::bigint, sum(amount), round(sum(weighted), 2)
    from read.deal_list__stages d where pipeline_id = :pipeline_id and {see}
    group by stage, currency having sum(rows) > 0
    union all
    select stage, currency, sum(rows)::bigint, sum(amount), case stage when 'won' then sum(amount) else 0 end
    from read.deal_list__closed d
    where pipeline_id = :pipeline_id and (cast(:since as date) is null or month >= :since) and {see}
    group by stage, currency having sum(rows) > 0"""
_ADDED_UP = """
    select d.stage, d.currency, count(*), sum(d.amount), round(sum(d.amount * {share}), 2)
    from read.deal_list d {joins}
    where d.pipeline_id = :pipeline_id and not d.discarded and {see}
        and (d.closed_on is null or cast(:since as date) is null or d.closed_on >= :since)
    group by d.stage, d.currency"""
_SHARE = "case d.stage when 'won' then 1 when 'lost' then 0 else d.probability / 100.0 end"


def stages(
    connection: Connection,
    *,
    see: Condition,
    pipeline_id: UUID = DEFAULT_PIPELINE,
    order: Sequence[str] | None = None,
    since: date | None = None,
    joins: str | None = None,
) -> list[StageTotal]:
    """Every stage in order, once for each currency in it; `since` is the first month of what was closed.

    `order` is that of its open stages, where it is known.
    `see` is about the alias d. With `joins`, which it may speak of too, the deals themselves are added up.
    """
    template = _AT_HAND if joins is None else _ADDED_UP
    statement = template.format(see=see.sql, joins=joins or "", share=_SHARE)
    rows = connection.execute(text(statement), {**see.parameters, "pipeline_id": pipeline_id, "since": since})
    totals = sorted((StageTotal(*row) for row in rows), key=lambda total: total.currency or "")
    return _in_order(_order(connection, pipeline_id) if order is None else order, totals)


def _order(connection: Connection, pipeline_id: UUID) -> list[str]:
    known = pipeline(connection, pipeline_id)
    return [stage.stage for stage in known.open_stages] if known else []


def _in_order(known: Sequence[str], totals: list[StageTotal]) -> list[StageTotal]:
    # Deals may still stand in a stage that takes no more.
    others = sorted({total.stage for total in totals} - {*known, *CLOSED})
    nothing = Decimal(0)
    return [
        total
        for stage in (*known, *others, *CLOSED)
        for total in [t for t in totals if t.stage == stage] or [StageTotal(stage, None, 0, nothing, nothing)]
    ]
