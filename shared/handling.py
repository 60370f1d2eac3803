"""What does a caller learn of a command, also when carrying it out fails?

Both buses answer through here, so that a caller sees the same refusals whichever way its command went.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg2
from sqlalchemy import exc

from shared.application import Application
from shared.commands import Command
from shared.log.session import ConnectionLost
from shared.records import Header, Receipt
from shared.refusals import NotFound, OutcomeUnknown, Refused, ServiceFailed, Unavailable
from shared.rpc import BATCH
from shared.telemetry.logs import correlated, logger
from shared.telemetry.metrics import command_seconds

_LOST = (ConnectionLost, psycopg2.OperationalError, psycopg2.InterfaceError, exc.OperationalError)

Asked = tuple[Command | Refused, Header]
"""A command, or the refusal it has already met because it could not be read."""


def handle(application: Application, command: Command, header: Header) -> Receipt:
    """Carry out one command. Raises nothing but Refused."""
    with _answered(application.name, command.method(), header):
        if refused := _unknown(application, command):
            raise refused
        return application.handle(command, header)


def handle_many(application: Application, asked: Sequence[Asked]) -> list[Receipt | Refused]:
    """Carry out several commands; one answer each, in order. Raises nothing but Refused."""
    early = [_unknown(application, command) for command, _ in asked]
    known = [(command, header) for command, header in asked if isinstance(command, Command)]
    known = [pair for pair in known if _unknown(application, pair[0]) is None]
    if not known:
        return [refused for refused in early if refused]
    with _answered(application.name, BATCH, known[0][1]):
        answers = iter(application.handle_many(known))
    return [refused or next(answers) for refused in early]


def unknown_command(service: str, method: str) -> NotFound:
    """What a caller learns who asks a service for a command it does not have."""
    return NotFound(what="command", id=f"{service}.{method}")


def is_unknown_command(answer: object) -> bool:
    """Did the service answer that it has no such command (yet)?"""
    return isinstance(answer, NotFound) and answer.details.get("what") == "command"


def _unknown(application: Application, command: Command | Refused) -> Refused | None:
    if isinstance(command, Refused):
        return command
    known = application.commands.get(command.method()) is type(command)
    return None if known else unknown_command(application.name, command.method())


@contextmanager
def _answered(service: str, method: str, header: Header) -> Iterator[None]:
    started, outcome = time.perf_counter(), "ok"
    try:
        with correlated(header.correlation_id), _only_refusals(service, header):
            yield
    except Refused as refused:
        outcome = type(refused).__name__
        raise
    finally:
        command_seconds.labels(service, method, outcome).observe(time.perf_counter() - started)


@contextmanager
def _only_refusals(service: str, header: Header) -> Iterator[None]:
    try:
        yield
    except Refused:
        raise
    except Exception as error:  # a bug or a lost database: the caller gets a name for it, the log the details
        logger(__name__).exception("a command could not be carried out", service=service)
        raise _named(service, header, error) from None


def _named(service: str, header: Header, error: Exception) -> Refused:
    if isinstance(error, exc.TimeoutError | exc.OperationalError) and not getattr(error, "statement", None):
        return Unavailable(service=service)  # no connection was to be had, so nothing was sent
    if isinstance(error, _LOST):
        return OutcomeUnknown(service=service)
    return ServiceFailed(service=service, correlation_id=str(header.correlation_id))
