"""A salesperson who sends commands over a bus that loses requests and replies, and asks again."""

import random

import msgspec

from shared.handling import handle
from shared.records import Receipt
from shared.refusals import OutcomeUnknown, Refused
from tests.chaos.workload import Salesperson, Step
from tests.history_checker.history import Call, Entry, Outcome, Read
from tests.simulation.clock import Clock
from tests.simulation.commands import command_of, header_of, told
from tests.simulation.installation import Installation
from tests.simulation.outside import Observer

DEADLINE = 1.0
LOST, TWICE = 0.02, 0.05


class Client:
    """One session: one command after another."""

    def __init__(
        self,
        number: int,
        clock: Clock,
        chance: random.Random,
        entries: list[Entry],
        installation: Installation,
        observer: Observer,
    ) -> None:
        self._number = number
        self._clock = clock
        self._chance = chance
        self._entries = entries
        self._observer = observer
        self._installation = installation
        self._person = Salesperson(f"{chance.random()}")
        self.pending: Call | None = None
        """The call that is waited for."""
        self._position = 0
        self.stopping = False

    @property
    def idle(self) -> bool:
        """Is nothing waited for?"""
        return self.pending is None

    def work(self) -> None:
        """Take up the next command, if none is under way."""
        if self.stopping:
            return
        self._send(self._person.step())

    def _send(self, step: Step) -> None:
        call = self.pending = Call(
            session=self._number,
            command_id=step.command_id,
            command=step.command,
            stream_id=step.stream_id,
            started=self._clock.now,
            deadline=DEADLINE + 0.1,
            expected=step.expected,
        )
        for _ in range(2 if self._chance.random() < TWICE else 1):
            if self._chance.random() >= LOST:
                self._clock.after(self._chance.expovariate(100), lambda: self._arrives(step, call))
        self._clock.after(DEADLINE, lambda: self._answered(step, call, OutcomeUnknown(service=step.service)))

    def _arrives(self, step: Step, call: Call) -> None:
        application = self._installation.applications[step.service]
        answer: Receipt | Refused
        try:
            answer = handle(application, command_of(step), header_of(step))
        except Refused as refused:
            answer = refused
        if self._chance.random() >= LOST:
            self._clock.after(self._chance.expovariate(100), lambda: self._answered(step, call, answer))

    def _answered(self, step: Step, call: Call, answer: Receipt | Refused) -> None:
        if self.pending is not call:
            return  # an answer came before
        self.pending = None
        heard = msgspec.structs.replace(call, ended=self._clock.now, **told(answer))
        self._entries.append(heard)
        if heard.outcome not in ("ok", "refused"):
            self._clock.after(0.2, lambda: self._send(step))
            return
        self._position = max(self._position, heard.position)
        if heard.outcome == "ok":
            step.then()
            if self._person.wants(0.3):
                self._read(step, self._clock.now)
                return
        self._clock.after(0.01, self.work)

    def _read(self, step: Step, since: float) -> None:
        """Look as soon as the read models have come so far; not for ever."""
        seen = self._observer.look(step.service, step.stream_id)
        late = self._clock.now - since > DEADLINE
        if seen.position < self._position and not late:
            self._clock.after(0.05, lambda: self._read(step, since))
            return
        outcome: Outcome = "unavailable" if late else "ok"
        read = Read(
            session=self._number,
            question=step.service,
            stream_id=step.stream_id,
            min_position=self._position,
            started=since,
            ended=self._clock.now,
            deadline=DEADLINE + 0.1,
            outcome=outcome,
            position=seen.position,
            version=seen.version,
        )
        self._entries.append(read)
        self._position = max(self._position, seen.position)
        self._clock.after(0.01, self.work)
