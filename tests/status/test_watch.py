"""Do logs hear of an alarm once when it begins and once when it ends, however many processes watch?"""

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import Engine
from structlog.testing import capture_logs

from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from shared.projector.leadership import Leadership
from shared.status.alarms import NAMES
from shared.status.thresholds import Thresholds
from shared.status.watch import LOCK, Watch
from tests.projector.parcels import arrivals, parcels, send

LIMITS = Thresholds(projection_seconds=0)


def shown(name: str) -> float | None:
    return REGISTRY.get_sample_value("hindsight_alarm", {"name": name})


@pytest.fixture
def projector(database: Engine) -> Projector:
    found = Projector(database, [parcels, arrivals])
    found.prepare()
    return found


def test_an_alarm_is_logged_when_it_begins_and_when_it_ends(database: Engine, projector: Projector) -> None:
    watches = [Watch(database, LIMITS, distributed=False) for _ in range(2)]
    leads = [Leadership(database, LOCK) for _ in watches]
    with capture_logs() as logs:

        def look() -> list[str]:
            for watch, leadership in zip(watches, leads, strict=True):
                watch.look(leadership)
            return [f"{line['event']}: {line['alarm']}" for line in logs]

        assert look() == []
        assert [shown(name) for name in NAMES] == [0.0] * len(NAMES)
        send(Log(database), [1])
        Fence(database).advance()
        look()
        assert look() == ["an alarm begins: projection_behind"]
        assert shown("projection_behind") == 1.0
        projector.catch_up()
        look()
        assert look() == ["an alarm begins: projection_behind", "an alarm ends: projection_behind"]
        assert shown("projection_behind") == 0.0
    for leadership in leads:
        leadership.close()
