"""How do read models and policies follow the log inside one process?"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from time import monotonic

from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.policy import PolicyRunner
from shared.projector.engine import Projector
from shared.projector.failures import is_transient, pauses, told
from shared.projector.lag import measure
from shared.projector.leadership import Leadership
from shared.telemetry.logs import logger
from shared.telemetry.metrics import watermark_age_seconds, watermark_position

_LOCK = 7236843520250004
_FIRST_PAUSE, _LONGEST_PAUSE = 0.001, 0.05
_STANDBY_PAUSE = 0.2
_LOOK_AGAIN_SECONDS = 1.0
_log = logger(__name__)

Listener = Callable[[int], None]


class Tail:
    """A thread that moves the watermark and folds what lies behind it, at once when woken.

    One process at a time folds; others stand by, and tell their own listeners what has been folded.
    Lives through restarts of the database.
    """

    def __init__(self, engine: Engine, projector: Projector, policies: Sequence[PolicyRunner] = ()) -> None:
        self._engine = engine
        self._projector = projector
        self._policies = policies
        self._fence = Fence(engine)
        self._listeners: list[Listener] = []
        self._woken, self._stopping = Event(), Event()
        self._thread = Thread(target=self._run, name="tail", daemon=True)
        self._announced = self._seen = -1
        self._look_again = 0.0
        self._leading = False
        self._problem: str | None = None

    def start(self) -> None:
        """Create missing tables and start to follow."""
        self._projector.prepare()
        for policy in self._policies:
            policy.prepare()
        self._thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """End after the present batch, and wait for that."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(seconds)

    def wake(self) -> None:
        """Something was appended: look at once. Cheap; call it from any thread."""
        self._woken.set()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener(position)` on the tail's thread when the read models have reached a new position.

        A read model that is stopped holds nobody up. Returns the function that ends this.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def problem(self) -> str | None:
        """What keeps the tail from following, in one sentence; None when all is well."""
        if not self._thread.is_alive():
            return "The thread that folds events into read models is not running; restart the process."
        return self._problem

    def _run(self) -> None:
        with Leadership(self._engine, _LOCK) as leadership:
            retry, idle = pauses(), pauses(_FIRST_PAUSE, _LONGEST_PAUSE)
            while not self._stopping.is_set():
                try:
                    busy = self._round(leadership)
                except Exception as error:  # whatever happens, read models must go on as soon as they can
                    self._failed(error)
                    self._rest(next(retry))
                    continue
                self._problem, retry = None, pauses()
                if busy or self._rest(next(idle) if self._leading else _STANDBY_PAUSE):
                    idle = pauses(_FIRST_PAUSE, _LONGEST_PAUSE)

    def _round(self, leadership: Leadership) -> bool:
        again = monotonic() >= self._look_again
        if again:
            self._leading = leadership.held()
            self._refresh()
            self._look_again = monotonic() + _LOOK_AGAIN_SECONDS
        return self._lead(again) if self._leading else self._stand_by(leadership)

    def _lead(self, again: bool) -> bool:
        watermark = self._fence.advance()
        watermark_position.set(watermark)
        watermark_age_seconds.set(self._fence.age())
        if watermark == self._seen and not again:
            return False
        moved = self._projector.step(watermark)
        self._announce()
        for policy in self._policies:
            moved = policy.step(watermark) or moved
        if not moved:
            self._seen = watermark
            measure(self._engine, watermark, self._projector.positions())
        return moved

    def _refresh(self) -> None:
        self._projector.refresh()
        for policy in self._policies:
            policy.refresh()

    def _stand_by(self, leadership: Leadership) -> bool:
        self._leading = leadership.held()
        self._refresh()
        self._announce()
        return False

    def _announce(self) -> None:
        reached = self._projector.reached()
        if reached > self._announced:
            self._announced = reached
            for listener in list(self._listeners):
                listener(reached)

    def _rest(self, seconds: float) -> bool:
        woken = self._woken.wait(seconds)
        self._woken.clear()
        return woken

    def _failed(self, error: Exception) -> None:
        self._problem = f"Read models do not follow the log at this moment: {told(error)}"
        level = _log.warning if is_transient(error) else _log.exception
        level("the tail could not go on and tries again", reason=told(error))
        self._look_again = 0.0
        with suppress(Exception):
            self._refresh()
