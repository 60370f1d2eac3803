"""Where does each partition of each build of a read model stand?"""

import msgspec
from sqlalchemy import Connection

# An age is asked for once for each position, not for each of the partitions that stand there.
_STATES = """
with mark as (select position from log.watermark),
readers as (
    select b.name, b.version, b.generation, c.partition, b.state, b.paused, c.position,
           greatest(mark.position - c.position, 0) as lag_events, c.owner, b.error
    from read.builds b join read.checkpoints c using (name, version, generation), mark),
ages as (
    select behind.position, (
        select extract(epoch from clock_timestamp() - e.recorded_at)::double precision from log.events e
        where e.position > behind.position and e.position <= mark.position order by e.position limit 1) as age
    from (select distinct position from readers where lag_events > 0) as behind, mark),
waiting as (
    select name, version, generation, log.partition_of(stream_id) as partition, count(*) as parked
    from read.parked where skipped_at is null group by 1, 2, 3, 4)
select r.name, r.version, r.generation, r.partition, r.state, r.paused, r.position, r.lag_events,
       coalesce(a.age, 0) as lag_seconds, r.owner, coalesce(sum(p.parked), 0)::int as parked, r.error
from readers r left join ages a using (position)
left join waiting p on (p.name, p.version, p.generation) = (r.name, r.version, r.generation)
                   and r.partition in (p.partition, -1)
group by r.name, r.version, r.generation, r.partition, r.state, r.paused, r.position, r.lag_events, a.age,
         r.owner, r.error
order by r.name, r.version, r.generation, r.partition"""


class PartitionState(msgspec.Struct, frozen=True):
    """One partition of a build (-1: all of them), how far it is behind the watermark, and who moves it.

    `parked` counts events that wait for `parked retry` or `parked skip`; `error` says what stopped the build.
    """

    name: str
    version: int
    generation: int
    partition: int
    state: str
    paused: bool
    position: int
    lag_events: int
    lag_seconds: float
    owner: str | None
    parked: int
    error: str | None


def states(connection: Connection) -> list[PartitionState]:
    """Every partition of every build, and every policy, by name."""
    return [PartitionState(*row) for row in connection.exec_driver_sql(_STATES)]
