"""Which event is meant by a position, by the id of an event, or by that of a command?"""

from hashlib import sha1
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from services.operations.events.causes import cause_of
from services.operations.events.finding import rows
from shared.log.scan import Scan, arrow
from shared.records import Recorded


class NoSuchEvent(LookupError):
    """No event has this position or id; the message says what can be given."""


def named(connection: Connection, url: str, name: str) -> Recorded[Any]:
    """The event; of several that came with one command, the first. Raises NoSuchEvent."""
    if name.isascii() and name.isdigit():
        found = rows(connection, f"where position = {int(name)}")
    else:
        found = _with_id(connection, url, _id(name))
    if not found:
        raise NoSuchEvent(_missing(name))
    return found[0]


def _id(name: str) -> UUID:
    try:
        return UUID(name)
    except ValueError:
        raise NoSuchEvent(_missing(name)) from None


def _missing(name: str) -> str:
    return f"No event has the position or id {name}. `hindsight events search` lists events with both."


def _with_id(connection: Connection, url: str, wanted: UUID) -> list[Recorded[Any]]:
    if of_command := rows(connection, f"where command_id = '{wanted}' order by command_seq limit 1"):
        return of_command
    effects = rows(connection, f"where causation_id = '{wanted}' order by position limit 1")
    if effects and (cause := cause_of(connection, effects[0])):
        return [cause]
    position = _searched(url, wanted)
    return rows(connection, f"where position = {position}") if position else []


def _searched(url: str, wanted: UUID) -> int | None:
    # An event's id is a digest of stream and version, so those of all events are made and compared, but for
    # the bytes in which a UUID says which sort of digest it is.
    begins, ends = wanted.bytes[:6], wanted.bytes[9:]
    for batch in arrow(url, Scan()):
        columns = (batch.column(name).to_pylist() for name in ("position", "stream_id", "version"))
        for position, stream_id, version in zip(*columns, strict=True):
            digest = sha1(stream_id + b"%d" % version, usedforsecurity=False).digest()
            if digest[:6] == begins and digest[9:16] == ends:
                return int(position)
    return None
