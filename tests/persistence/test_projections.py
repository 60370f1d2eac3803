"""Do projections of the eventsourcing library follow the log?

Its cases for dynamic consistency boundaries are left out: they need a recorder of tagged events without
streams, which the log is not.
"""

from eventsourcing.persistence import Tracking
from eventsourcing.tests import projection as shipped
from sqlalchemy import Engine

from shared.tracking import LogTrackingRecorder
from tests.persistence.on_the_log import OnTheLog


class CountersInSql(LogTrackingRecorder, shipped.EventCountersView):
    """A read model: two counters in a table, moved together with the position they stand for."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "create table if not exists counters (name text primary key, value int)"
            )

    def get_created_event_counter(self) -> int:
        return self._value("created")

    def get_subsequent_event_counter(self) -> int:
        return self._value("subsequent")

    def incr_created_event_counter(self, tracking: Tracking) -> None:
        self._count("created", tracking)

    def incr_subsequent_event_counter(self, tracking: Tracking) -> None:
        self._count("subsequent", tracking)

    def _value(self, name: str) -> int:
        with self.engine.connect() as connection:
            found = connection.exec_driver_sql("select value from counters where name = %s", (name,))
            return found.scalar() or 0

    def _count(self, name: str, tracking: Tracking) -> None:
        with self.engine.begin() as connection:
            connection.exec_driver_sql(
                "insert into counters values (%s, 1)"
                " on conflict (name) do update set value = counters.value + 1",
                (name,),
            )
            self.track(connection, tracking)


class TestView(OnTheLog, shipped.EventCountersViewTestCase):
    def construct_event_counters_view(self) -> shipped.EventCountersView:
        return CountersInSql(self.engine)


class TestProjection(OnTheLog, shipped.AggregateEventCountersProjectionTestCase):
    view_class = CountersInSql


class TestEventSourcedProjection(OnTheLog, shipped.EventSourcedProjectionTestCase):
    pass
