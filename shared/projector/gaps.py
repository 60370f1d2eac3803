"""What did the broker not deliver, so that a reader took it from the log?"""

from sqlalchemy import Engine

from shared.telemetry.metrics import gaps_healed

KEPT_DAYS = 30
_NOTE = f"""
with old as (delete from read.gaps where at < now() - interval '{KEPT_DAYS} days')
insert into read.gaps (reader, after, upto) values (%s, %s, %s)"""


def healed(engine: Engine, reader: str, after: int, upto: int) -> None:
    """Write down that this reader missed events between two positions, and has them from the log by now."""
    gaps_healed.labels(reader).inc()
    with engine.begin() as connection:
        connection.exec_driver_sql(_NOTE, (reader, after, upto))
