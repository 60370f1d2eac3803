"""The log as a persistence module of the eventsourcing library: `PERSISTENCE_MODULE=shared.persistence`."""

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    InfrastructureFactoryError,
    ProcessRecorder,
)
from eventsourcing.utils import Environment, EnvType, resolve_topic, strtobool
from sqlalchemy import Engine

from shared.database import connect
from shared.log.schema import migrate
from shared.recorders import LogAggregateRecorder, LogApplicationRecorder, SnapshotRecorder
from shared.tracking import LogProcessRecorder, LogTrackingRecorder

DATABASE_URL = "HINDSIGHT_DATABASE_URL"
CREATE_TABLE = "CREATE_TABLE"


class LogFactory(InfrastructureFactory[LogTrackingRecorder]):
    """Recorders on the database of HINDSIGHT_DATABASE_URL; `CREATE_TABLE=no` leaves its schema alone."""

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        url = self.env.get(DATABASE_URL)
        if not url:
            raise InfrastructureFactoryError(f"{DATABASE_URL} is not set; give the address of a database.")
        self._engine = connect(url, application_name=f"hindsight {self.env.name}".strip())

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Events by stream, or snapshots."""
        kind = SnapshotRecorder if purpose == "snapshots" else LogAggregateRecorder
        return kind(self._ready())

    def application_recorder(self) -> ApplicationRecorder:
        """Events by stream and in order."""
        return LogApplicationRecorder(self._ready())

    def tracking_recorder(
        self, tracking_recorder_class: type[LogTrackingRecorder] | None = None
    ) -> LogTrackingRecorder:
        """Positions reached, kept by the class given here or named in TRACKING_RECORDER_TOPIC."""
        topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
        named = resolve_topic(topic) if topic else LogTrackingRecorder
        recorder: LogTrackingRecorder = (tracking_recorder_class or named)(self._ready())
        return recorder

    def process_recorder(self) -> ProcessRecorder:
        """Events together with positions reached."""
        return LogProcessRecorder(self._ready())

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _ready(self) -> Engine:
        if strtobool(self.env.get(CREATE_TABLE) or "yes"):
            migrate(self._engine, ())
        return self._engine
