"""Does the log keep every promise the eventsourcing library makes for a persistence module?"""

from typing import Any

from eventsourcing.tests import persistence as shipped
from eventsourcing.utils import Environment

from shared.persistence import LogFactory
from shared.recorders import LogAggregateRecorder, LogApplicationRecorder
from shared.tracking import LogProcessRecorder, LogTrackingRecorder
from tests.persistence.on_the_log import OnTheLog


class TestAggregateRecorder(OnTheLog, shipped.AggregateRecorderTestCase):
    def create_recorder(self) -> LogAggregateRecorder:
        return LogAggregateRecorder(self.engine)


class TestApplicationRecorder(OnTheLog, shipped.ApplicationRecorderTestCase[LogApplicationRecorder]):
    def create_recorder(self) -> LogApplicationRecorder:
        return LogApplicationRecorder(self.engine)


class TestNonInterleaving(OnTheLog, shipped.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> LogApplicationRecorder:
        return LogApplicationRecorder(self.engine)


class TestTrackingRecorder(OnTheLog, shipped.TrackingRecorderTestCase):
    def create_recorder(self) -> LogTrackingRecorder:
        return LogTrackingRecorder(self.engine)


class TestProcessRecorder(OnTheLog, shipped.ProcessRecorderTestCase):
    def create_recorder(self) -> LogProcessRecorder:
        return LogProcessRecorder(self.engine)


class OwnTrackingRecorder(LogTrackingRecorder):
    pass


class TestFactory(OnTheLog, shipped.InfrastructureFactoryTestCase[LogFactory]):
    def setUp(self) -> None:
        url = self.engine.url.render_as_string(hide_password=False)
        self.env = Environment(
            "TestCase", {"PERSISTENCE_MODULE": "shared.persistence", "HINDSIGHT_DATABASE_URL": url}
        )
        super().setUp()

    def expected_factory_class(self) -> type[LogFactory]:
        return LogFactory

    def expected_aggregate_recorder_class(self) -> type[LogAggregateRecorder]:
        return LogAggregateRecorder

    def expected_application_recorder_class(self) -> type[LogApplicationRecorder]:
        return LogApplicationRecorder

    def expected_tracking_recorder_class(self) -> type[LogTrackingRecorder]:
        return LogTrackingRecorder

    def tracking_recorder_subclass(self) -> type[LogTrackingRecorder]:
        return OwnTrackingRecorder

    def expected_process_recorder_class(self) -> type[Any]:
        return LogProcessRecorder
