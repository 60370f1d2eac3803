"""How long does an import wait for a service or database that is away?"""

import time
from collections.abc import Callable, Sequence
from threading import Event
from typing import Protocol, TypeVar

import psycopg2
from sqlalchemy import exc

from services.importing.problems import Unreadable
from shared.commands import Command
from shared.log.session import ConnectionLost
from shared.records import Header, Receipt
from shared.refusals import OutcomeUnknown, Refused, ServiceFailed, Unavailable

GIVE_UP_SECONDS = 600.0
FAULT_SECONDS = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_DEADLINE = 30.0

T = TypeVar("T")

AWAY = (
    Unavailable,
    OutcomeUnknown,
    ServiceFailed,
    ConnectionLost,
    psycopg2.OperationalError,
    psycopg2.InterfaceError,
    exc.OperationalError,
    exc.InterfaceError,
    exc.TimeoutError,
)


class Calls(Protocol):
    """A bus whose calls block (shared.blocking.Blocking)."""

    def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]: ...


def patiently(work: Callable[[], T], stopped: Event) -> T:
    """Repeat what fails because something is away. Raises Unreadable after ten minutes, or once `stopped`."""
    started, pause = time.monotonic(), _FIRST_PAUSE
    while True:
        try:
            return work()
        except AWAY as error:
            patience = FAULT_SECONDS if isinstance(error, ServiceFailed) else GIVE_UP_SECONDS
            if stopped.wait(pause) or time.monotonic() - started > patience:
                raise Unreadable(
                    f"Stopped after trying for {time.monotonic() - started:.0f} seconds: {error} "
                    "What was sent is kept; start the same again and it continues."
                ) from None
        pause = min(pause * 2, _LONGEST_PAUSE)


def send_all(
    bus: Calls, commands: Sequence[tuple[Command, Header]], stopped: Event
) -> list[Receipt | Refused]:
    """Send until every command has an answer; repeats carry the same ids, so they are harmless."""

    def attempt() -> list[Receipt | Refused]:
        answers = bus.call_many(commands, _DEADLINE)
        for answer in answers:
            if isinstance(answer, Unavailable | OutcomeUnknown | ServiceFailed):
                raise answer
        return answers

    return patiently(attempt, stopped) if commands else []
