"""How far behind the log is each read model?"""

from collections.abc import Mapping

from sqlalchemy import Engine

from shared.telemetry.metrics import projection_lag_events, projection_lag_seconds, projection_parked

_OLDEST = """
select extract(epoch from clock_timestamp() - recorded_at)::double precision
from log.events where position > %s and position <= %s order by position limit 1"""


_PARKED = "select name, count(*) from read.parked where skipped_at is null group by name"


def measure(engine: Engine, watermark: int, positions: Mapping[str, int]) -> None:
    """Publish the lag of each projection, in events and in seconds, and how many events it has parked."""
    ages: dict[int, float] = {}
    for name, position in positions.items():
        if position < watermark and position not in ages:
            ages[position] = _age_of_oldest(engine, position, watermark)
        projection_lag_events.labels(name).set(max(watermark - position, 0))
        projection_lag_seconds.labels(name).set(ages.get(position, 0.0))
    parked = _parked(engine)
    for name in positions:
        projection_parked.labels(name).set(parked.get(name, 0))


def _age_of_oldest(engine: Engine, after: int, upto: int) -> float:
    with engine.connect() as connection:
        return float(connection.exec_driver_sql(_OLDEST, (after, upto)).scalar() or 0.0)


def _parked(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.exec_driver_sql(_PARKED)}
