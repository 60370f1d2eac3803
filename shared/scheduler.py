"""How is something done again and again as time passes, by one process at a time?"""

from collections.abc import Callable
from threading import Event, Thread

from sqlalchemy import Engine

from shared.projector.failures import is_transient
from shared.projector.leadership import Leadership
from shared.telemetry.logs import logger

PAUSE_SECONDS = 5.0
_log = logger(__name__)


class Scheduler:
    """A thread that takes a step every few seconds; of several processes one works, and others stand by.

    `lock` is the session lock they share. Lives through restarts of the database.
    """

    def __init__(
        self,
        engine: Engine,
        lock: int,
        step: Callable[[], object],
        *,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self._leadership = Leadership(engine, lock)
        self._step = step
        self._pause = pause_seconds
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="scheduler", daemon=True)
        self._problem: str | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """End after the present step, and let another process take over."""
        self._stopping.set()
        self._thread.join(seconds)
        self._leadership.close()

    def problem(self) -> str | None:
        """Why nothing is done; None where all is well."""
        return self._problem

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                if self._leadership.held():
                    self._step()
                self._problem = None
            except Exception as error:  # a step may fail in any way, and the next one may go well
                self._problem = f"{type(error).__name__}: {error}"
                if not is_transient(error):
                    _log.exception("a scheduled step failed", error=self._problem)
            self._stopping.wait(self._pause)
