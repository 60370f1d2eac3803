"""How do the log and its followers stand now, as the database tells it?"""

from datetime import UTC, datetime

from sqlalchemy import Connection, Engine

from shared.log.fence import Fence
from shared.relay.relay import LOCK
from shared.status.facts import Gap, Relay, Standing, Watermark
from shared.status.leaders import leader
from shared.status.read_models import states
from shared.status.rebuilds import rebuilds

GAPS = 20
_AGE = "extract(epoch from clock_timestamp() - recorded_at)::double precision"
_WATERMARK = f"""
select w.position, coalesce((select max(position) from log.events), 0) as last,
       coalesce((select {_AGE} from log.events e where e.position > w.position
                 order by e.position limit 1), 0) as age
from log.watermark w"""
_RELAY = f"""
select coalesce(r.position, 0) as cursor, greatest(w.position - coalesce(r.position, 0), 0) as lag,
       coalesce((select {_AGE} from log.events e
                 where e.position > coalesce(r.position, 0) and e.position <= w.position
                 order by e.position limit 1), 0) as age
from log.watermark w left join log.relay_cursor r on r.name = 'events'"""
_GAPS = "select at, reader, after, upto from read.gaps order by at desc limit %s"


def look(engine: Engine, *, distributed: bool) -> Standing:
    """Everything but what the broker knows. `distributed`: there is a relay to ask for."""
    fence = Fence(engine)
    with engine.connect() as connection:
        position, last, age = connection.exec_driver_sql(_WATERMARK).one()
        read_models, under_way = states(connection), rebuilds(connection)
        relay = _relay(connection) if distributed else None
        gaps = [
            Gap(at=at, reader=reader, after=after, upto=upto)
            for at, reader, after, upto in connection.exec_driver_sql(_GAPS, (GAPS,))
        ]
    holders = fence.holders() if last > position else []
    return Standing(
        at=datetime.now(UTC),
        watermark=Watermark(position=position, last=last, age_seconds=age, holders=holders),
        relay=relay,
        read_models=read_models,
        rebuilds=under_way,
        gaps=gaps,
    )


def _relay(connection: Connection) -> Relay:
    cursor, lag, age = connection.exec_driver_sql(_RELAY).one()
    return Relay(cursor=cursor, lag_events=lag, lag_seconds=age, leader=leader(connection, LOCK))
