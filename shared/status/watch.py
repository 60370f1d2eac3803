"""How do logs and metrics hear of an alarm, when it begins and when it ends?"""

from threading import Event, Thread

from sqlalchemy import Engine

from shared.projector.failures import told
from shared.projector.leadership import Leadership
from shared.status.alarms import NAMES, Alarm, alarms
from shared.status.look import look
from shared.status.thresholds import Thresholds
from shared.telemetry import metrics
from shared.telemetry.logs import logger

LOOK_SECONDS = 5.0
_PATIENCE_SECONDS = 2.0
LOCK = 7236843520250007
_log = logger("hindsight.alarms")


class Watch:
    """A thread that looks every few seconds while the process runs.

    Every process that watches shows the alarms in its metrics; one of them, holding a session lock, logs.
    """

    def __init__(
        self, engine: Engine, limits: Thresholds, *, distributed: bool, seconds: float = LOOK_SECONDS
    ) -> None:
        self._engine = engine
        self._limits = limits
        self._distributed = distributed
        self._seconds = seconds
        self._on: dict[str, Alarm] = {}
        self._blind = False
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="alarms", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present look."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_SECONDS)

    def _run(self) -> None:
        with Leadership(self._engine, LOCK) as leadership:
            while not self._stopping.is_set():
                try:
                    self.look(leadership)
                except Exception as error:  # whatever it is, the next look may go well
                    self._cannot_look(error)
                self._stopping.wait(self._seconds)

    def look(self, leadership: Leadership) -> None:
        """Decide once, and tell what has changed since the last time."""
        found = alarms(look(self._engine, distributed=self._distributed), self._limits)
        now = {alarm.name: alarm for alarm in found}
        for name in NAMES:
            metrics.alarm.labels(name).set(name in now)
        if leadership.held():
            self._tell(now)
        self._on, self._blind = now, False

    def _tell(self, now: dict[str, Alarm]) -> None:
        for name, alarm in now.items():
            if name not in self._on:
                _log.error("an alarm begins", alarm=name, reason=alarm.sentence(), **alarm.details)
        for name in self._on.keys() - now.keys():
            _log.warning("an alarm ends", alarm=name)

    def _cannot_look(self, error: Exception) -> None:
        # No series at all is honest: deploy/prometheus/alerts.yml has a rule for that.
        metrics.alarm.clear()
        if not self._blind:
            _log.warning("alarms cannot be decided at this moment", reason=told(error))
        self._blind = True
