"""What led to an event, and what followed from it?

A cause is named by the id of the event or of the command: commands are indexed, effects by their cause, too.
The id of an event is a digest of stream and version, so it cannot be looked up; but a cause is of the same
correlation, and lies close before its effect.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from services.operations.events.finding import rows
from shared.records import Recorded

_FIRST_WINDOW = 10_000
_WIDER = 8
MOST = 200
"""So many effects are told at most."""


class Effect(NamedTuple):
    """What followed, and what followed from that."""

    record: Recorded[Any]
    followed: list["Effect"]


def led_to(connection: Connection, record: Recorded[Any]) -> list[Recorded[Any]]:
    """The chain of causes, the first one first; empty for what somebody did directly."""
    chain: list[Recorded[Any]] = []
    while (cause := cause_of(connection, record)) is not None:
        chain.insert(0, cause)
        record = cause
    return chain


def followed(connection: Connection, record: Recorded[Any]) -> list[Effect]:
    """What this event, or the command it came with, led to, in order, MOST at most."""
    return _followed(connection, record, {record.position}, iter(range(MOST)))


def _followed(
    connection: Connection, record: Recorded[Any], told: set[int], room: Iterator[int]
) -> list[Effect]:
    causes = f"'{record.envelope.event_id}', '{record.envelope.command_id}'"
    effects = []
    for each in rows(connection, f"where causation_id in ({causes}) order by position limit {MOST}"):
        if each.position not in told and next(room, None) is not None:
            told.add(each.position)
            effects.append(Effect(each, _followed(connection, each, told, room)))
    return effects


def cause_of(connection: Connection, record: Recorded[Any]) -> Recorded[Any] | None:
    cause = record.envelope.causation_id
    if cause is None:
        return None
    of_command = rows(connection, f"where command_id = '{cause}' order by command_seq limit 1")
    return of_command[0] if of_command else _before(connection, record, cause)


def _before(connection: Connection, record: Recorded[Any], event_id: UUID) -> Recorded[Any] | None:
    end, window = record.position, _FIRST_WINDOW
    while end > 0:
        begin, correlation = end - window, record.envelope.correlation_id
        near = f"where position > {begin} and position <= {end} and correlation_id = '{correlation}'"
        for each in rows(connection, f"{near} order by position desc"):
            if each.envelope.event_id == event_id:
                return each
        end, window = begin, window * _WIDER
    return None
