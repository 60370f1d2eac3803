"""What is the open pipeline worth in each stage, and how far do deals get?"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from projections.sales.deal_tallies import FROM
from shared.rights.condition import Condition


class StageValue(msgspec.Struct, frozen=True):
    """The open deals of one stage in one currency; `weighted` is amount times probability."""

    pipeline_id: UUID
    stage: str
    currency: str
    deals: int
    amount: Decimal
    weighted: Decimal


class Passage(msgspec.Struct, frozen=True):
    """How many deals have been in a stage, or in one after it: won deals have passed all of them."""

    stage: str
    entered: int


_VALUES = f"""
    select d.pipeline_id, d.stage, d.currency, sum(d.rows)::bigint, sum(d.amount), round(sum(d.weighted), 2)
    {FROM.format(tally="stages")}
    where {{which}} group by 1, 2, 3 having sum(d.rows) > 0 order by 1, 2, 3"""
# The furthest a deal came is the last of these stages among those it has been in; a won one passed them all.
_PASSAGES = f"""
    with stages as (
        select stage, place from unnest(cast(:stages as text[])) with ordinality as s (stage, place)),
    came as (
        select case when d.stage = 'won' then cardinality(cast(:stages as text[])) else (
            select max(s.place) from stages s where s.stage = any(d.visited)) end as furthest,
            sum(d.rows) as deals
        {FROM.format(tally="paths")}
        where {{which}} and d.pipeline_id = :pipeline_id
            and (cast(:first as date) is null or d.month >= :first)
            and (cast(:end as date) is null or d.month < :end)
        group by 1)
    select s.stage, coalesce(sum(c.deals) filter (where c.furthest >= s.place), 0)::bigint
    from stages s left join came c on true
    group by s.stage, s.place order by s.place"""


def stage_values(connection: Connection, *, which: Condition) -> list[StageValue]:
    """The open deals by pipeline, stage and currency."""
    found = connection.execute(text(_VALUES.format(which=which.sql)), which.parameters)
    return [StageValue(*row) for row in found]


def passages(
    connection: Connection,
    pipeline_id: UUID,
    stages: Sequence[str],
    *,
    which: Condition,
    first: date | None,
    end: date | None,
) -> list[Passage]:
    """For each of a pipeline's stages, in order, how many deals came there.

    Of those that were opened from the month of `first` up to the one before `end`.
    """
    given = {"pipeline_id": pipeline_id, "stages": list(stages), "first": first, "end": end}
    found = connection.execute(text(_PASSAGES.format(which=which.sql)), which.parameters | given)
    return [Passage(*row) for row in found]
