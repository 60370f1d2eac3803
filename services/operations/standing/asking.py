"""How does what runs here stand? Asked without starting or changing anything."""

from typing import Any, NamedTuple

import msgspec

from services import product
from services.operations.installation import installed
from shared.database import connect
from shared.servers import postgres
from shared.servers.postgres_cluster import PrivateCluster
from shared.settings import Settings
from shared.status import broker
from shared.status.alarms import Alarm, alarms
from shared.status.facts import Standing
from shared.status.look import look
from shared.status.thresholds import Thresholds


class NotRunning(Exception):
    """There is nothing whose status could be told; the message says what to do."""


class Status(NamedTuple):
    """The facts, and the alarms they amount to."""

    standing: Standing
    alarms: list[Alarm]

    def to_dict(self) -> dict[str, Any]:
        """For programs."""
        told = [{"name": alarm.name, "sentence": alarm.sentence()} for alarm in self.alarms]
        return {**msgspec.to_builtins(self.standing), "alarms": told}


def status(settings: Settings, limits: Thresholds) -> Status:
    """How the installation of these settings stands. Raises NotRunning, ServerMissing."""
    found = installed(settings)
    engine = connect(_database(found), application_name="hindsight status")
    try:
        standing = look(engine, distributed=bool(found.amqp_url))
    finally:
        engine.dispose()
    if found.amqp_url:
        asked = broker.ask(found.amqp_url, product.names())
        standing = msgspec.structs.replace(standing, broker=asked)
    return Status(standing, alarms(standing, limits))


def _database(settings: Settings) -> str:
    if settings.database_url:
        return postgres.given(settings.database_url).url
    folder = settings.data_dir / "postgres"
    if not folder.exists() or PrivateCluster(folder).ended():
        raise NotRunning(f"Hindsight does not run on {settings.data_dir}. `make run` starts it.")
    return PrivateCluster(folder).url
