"""How do several salespeople work at once, until told to stop, and leave no outcome unknown?"""

from threading import Event, Thread
from time import monotonic

from tests.chaos.caller import Caller
from tests.chaos.diary import Diary
from tests.chaos.recorder import Recorder
from tests.chaos.workload import Salesperson, Step
from tests.history_checker.history import Call
from tests.people import Person

PATIENCE_SECONDS = 60.0
"""How long a command is asked about after the last fault was healed."""
SIGN_INS = 0.03
"""The share of the commands before which somebody signs in anew."""


class Load:
    """Sessions in threads of their own."""

    def __init__(
        self, recorder: Recorder, address: str, who: Person, seed: int, *, sessions: int = 4
    ) -> None:
        self._recorder = recorder
        self._stopping = Event()
        self._until = float("inf")
        self._threads = [Thread(target=self._work, args=(address, who, seed, n)) for n in range(sessions)]
        self._acknowledged = 0

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End after the present command of each, once its outcome is known."""
        self._until = monotonic() + PATIENCE_SECONDS
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def acknowledged(self) -> int:
        """How many commands were carried out so far, roughly."""
        return self._acknowledged

    def _work(self, address: str, who: Person, seed: int, number: int) -> None:
        caller, person = Caller(self._recorder, address, who, number), Salesperson(f"{seed}:{number}")
        diary = Diary(f"{seed}:{number}", who.user_id)
        while not self._stopping.is_set():
            if person.wants(SIGN_INS):
                caller.sign_in()
            step = person.step() if person.wants(0.6) else diary.step(person.customers())
            call = self._settled(caller, step)
            if call.outcome == "ok":
                self._acknowledged += 1
                step.then()
                if person.wants(0.05):  # a reply that got lost on the way: the same is asked again
                    caller.send(step)
                if step.reads and person.wants(0.3):
                    caller.read(step)
        caller.close()

    def _settled(self, caller: Caller, step: Step) -> Call:
        """The last attempt at a command: the one that tells what became of it."""
        call = caller.send(step)
        while call.outcome not in ("ok", "refused") and monotonic() < self._until:
            self._stopping.wait(0.1)
            call = caller.send(step)
        return call
