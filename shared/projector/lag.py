"""How far behind the log is each read model?"""

from collections.abc import Mapping

from sqlalchemy import Engine

from shared.telemetry.metrics import projection_lag_events, projection_lag_seconds

_OLDEST = """
select extract(epoch from clock_timestamp() - recorded_at)::double precision
from log.events where position > %s and position <= %s order by position limit 1"""


def measure(engine: Engine, watermark: int, positions: Mapping[str, int]) -> None:
    """Publish the lag of each projection, in events and in seconds."""
    ages: dict[int, float] = {}
    for name, position in positions.items():
        if position < watermark and position not in ages:
            ages[position] = _age_of_oldest(engine, position, watermark)
        projection_lag_events.labels(name).set(max(watermark - position, 0))
        projection_lag_seconds.labels(name).set(ages.get(position, 0.0))


def _age_of_oldest(engine: Engine, after: int, upto: int) -> float:
    with engine.connect() as connection:
        return float(connection.exec_driver_sql(_OLDEST, (after, upto)).scalar() or 0.0)
