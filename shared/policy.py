"""How does a policy turn facts into commands: each fact once, and never during a replay?"""

from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import Any, Protocol
from uuid import uuid5

from sqlalchemy import Engine

from shared.commands import Command
from shared.events import Event, Unreadable, event_name
from shared.handling import is_unknown_command
from shared.log.log import Log
from shared.projector import builds, checkpoints, parked, prepare
from shared.projector.builds import State
from shared.projector.checkpoints import POLICY, Build, Move, Moved, Reader
from shared.projector.failures import is_transient, pauses, told
from shared.projector.parked import Stopped, Unfit
from shared.projector.poison import UNREADABLE
from shared.records import Envelope, Header, Receipt, Recorded
from shared.refusals import Conflict, NotFound, OutcomeUnknown, Refused, ServiceFailed, Unavailable
from shared.telemetry.logs import correlated, logger
from shared.telemetry.metrics import policy_refusals, projection_stopped

_BATCH = 500
_RETRY_SECONDS = 30.0
_WORTH_ANOTHER_TRY = (Conflict, Unavailable, OutcomeUnknown, ServiceFailed)
_log = logger(__name__)

React = Callable[[Any, Envelope], Iterable[Command]]
"""A policy: event and envelope in, commands out; pure, a functools.singledispatch on the event."""

Wish = tuple[Command, Header]


class Handles(Protocol):
    """Carries out commands; shared.application.Application does."""

    def handle_many(self, commands: Sequence[Wish]) -> list[Receipt | Refused]:
        """One answer for each command, in order."""
        ...


class PolicyRunner:
    """Shows one context's policy every fact from the first one on, and carries out the commands it wants.

    Its checkpoint `policy:<context>` lies beside those of the projections, but a rebuild does not touch
    it. Command ids are derived from the fact, so a fact seen twice changes nothing. A refused command is
    logged and counted; a conflict or an unavailable service is tried again. So are a bug and a service of
    an older release, which does not know the command yet: they stop this policy and no other. A fact of a
    later release is parked, and reacted to when a release starts that can load it.
    """

    def __init__(self, engine: Engine, context: str, react: React, application: Handles) -> None:
        self._engine = engine
        self._log = Log(engine)
        self._context = context
        self._react = react
        self._application = application
        self.build = Build(POLICY + context)
        self._me = checkpoints.owner()
        self._contexts = _contexts(react)
        self._unread: list[Unfit] = []
        self._state = State("serving", paused=False, error=None)
        self._position = 0
        self._retry_at = 0.0
        self._pauses = pauses()

    def prepare(self) -> None:
        """Create the checkpoint where it is missing."""
        prepare.prepare(self._engine, ())
        with self._engine.begin() as connection:
            builds.add(connection, self.build, "serving")
            checkpoints.start(connection, self.build)
        self._retry_unread()
        self.refresh()

    def _retry_unread(self) -> None:
        """React to the facts that only an earlier release could not load."""
        with self._engine.connect() as connection:
            waiting = [each for each in parked.listed(connection, self.build.name) if not each.skipped_at]
        for each in waiting:
            wishes, failed = self._ask(self._log.read(each.position - 1, 1, each.position))
            if not failed and not self._unread and self._carry_out(wishes):
                with self._engine.begin() as connection:
                    parked.folded(connection, self.build, [each.position])

    def refresh(self) -> None:
        """Learn from the database where the checkpoint stands."""
        with self._engine.connect() as connection:
            self._position = checkpoints.positions(connection, [self.build.name])[Reader(self.build)]
            self._state = builds.states(connection, [self.build.name])[self.build]

    def catch_up(self) -> int:
        """React to everything up to the watermark, as far as possible now; returns the watermark."""
        self.refresh()
        watermark = self._log.watermark()
        while self.step(watermark):
            pass
        return watermark

    def step(self, watermark: int) -> bool:
        """React to one batch of facts; False if there was none, or if the policy has to wait."""
        if self._position >= watermark or self._state.paused or monotonic() < self._retry_at:
            return False
        records = self._log.read(self._position, _BATCH, watermark)
        wishes, failed = self._ask(records)
        if wishes and self._moved():
            return False
        if not self._carry_out(wishes):
            return False
        if failed:
            upto = failed[0].position - 1
        else:
            upto = records[-1].position if len(records) == _BATCH else watermark
        self._move(upto)
        if failed:
            self._stop(*failed)
        return not failed

    def _moved(self) -> bool:
        """Has another process been here, or an operator said to pause?"""
        position = self._position
        self.refresh()
        return self._state.paused or self._position != position

    def _ask(
        self, records: Sequence[Recorded[Any]]
    ) -> tuple[list[Wish], tuple[Recorded[Any], Exception] | None]:
        wishes: list[Wish] = []
        self._unread = []
        for record in records:
            if isinstance(record.event, Unreadable):
                if self._concerns(record.event):
                    self._unread.append(Unfit(record, UNREADABLE + record.event.reason))
                continue
            try:
                commands = list(self._react(record.event, record.envelope))
            except Exception as error:  # a policy may fail in any way, and must stop before this fact
                return wishes, (record, error)
            wishes += [(command, self._header(record, n)) for n, command in enumerate(commands)]
        return wishes, None

    def _concerns(self, unread: Unreadable) -> bool:
        return self._contexts is None or unread.type.partition(".")[0] in self._contexts

    def _header(self, record: Recorded[Any], number: int) -> Header:
        envelope = record.envelope
        return Header(
            command_id=uuid5(envelope.event_id, f"{self._context}:{number}"),
            correlation_id=envelope.correlation_id,
            actor=self.build.name,
            branch=envelope.branch,
            source="automation",
            causation_id=envelope.event_id,
            # The time of the fact, so that reactions to imported history lie where they belong.
            occurred_at=envelope.occurred_at,
        )

    def _carry_out(self, wishes: list[Wish]) -> bool:
        answers = self._answers(wishes)
        waiting = next((answer for answer in answers if _is_worth_another_try(answer)), None)
        if isinstance(waiting, ServiceFailed | NotFound):
            self._halt(f"after position {self._position}: {waiting}")
            return False
        if waiting is not None:
            _log.warning("a policy tries again", policy=self._context, reason=str(waiting))
            self._retry_at = monotonic() + next(self._pauses)
            return False
        self._pauses = pauses()
        for (command, header), answer in zip(wishes, answers, strict=True):
            if isinstance(answer, Refused):
                self._refused(command, header, answer)
        return True

    def _answers(self, wishes: list[Wish]) -> list[Receipt | Refused]:
        try:
            return self._application.handle_many(wishes) if wishes else []
        except _WORTH_ANOTHER_TRY as refusal:  # nobody could be asked
            return [refusal]
        except Exception as error:  # a command may fail in any way, and must hold up nobody else
            if is_transient(error):
                raise
            _log.exception("a command of a policy failed", policy=self._context)
            return [ServiceFailed(service=self._context, correlation_id=str(wishes[0][1].correlation_id))]

    def _refused(self, command: Command, header: Header, refusal: Refused) -> None:
        policy_refusals.labels(self._context, type(refusal).__name__).inc()
        with correlated(header.correlation_id):
            _log.warning(
                "a command of a policy was refused",
                policy=self._context,
                command=command.method(),
                causation_id=str(header.causation_id),
                reason=str(refusal),
            )

    def _move(self, upto: int) -> None:
        if upto <= self._position:
            return
        try:
            with self._engine.begin() as connection:
                checkpoints.move(connection, [Move(Reader(self.build), self._position, upto)], self._me)
                if self._unread:
                    parked.park(connection, self.build, self._unread, upto)
                if self._state.error:
                    builds.go_on(connection, [self.build])
            self._position, self._state = upto, self._state._replace(error=None)
            projection_stopped.labels(self.build.name).set(0)
        except Moved:
            self.refresh()
        except Stopped as error:
            self._halt(str(error))

    def _stop(self, record: Recorded[Any], error: Exception) -> None:
        if is_transient(error):
            raise error
        self._halt(f"position {record.position}, {record.envelope.type}: {told(error)}", error)

    def _halt(self, reason: str, error: Exception | None = None) -> None:
        _log.error("a policy stopped", policy=self._context, reason=reason, exc_info=error)
        self._retry_at = monotonic() + _RETRY_SECONDS
        projection_stopped.labels(self.build.name).set(1)
        self._state = self._state._replace(error=reason)
        with self._engine.begin() as connection:
            builds.stop(connection, self.build, reason)


def _is_worth_another_try(answer: Receipt | Refused) -> bool:
    return isinstance(answer, _WORTH_ANOTHER_TRY) or is_unknown_command(answer)


def _contexts(react: React) -> set[str] | None:
    """The contexts of the events a singledispatch tells apart; None where it is another function."""
    known = getattr(react, "registry", None)
    if known is None:
        return None
    return {event_name(each).partition(".")[0] for each in known if issubclass(each, Event)}
