"""Do the messages at hand tell the whole story, or is there a gap that only the log can fill?"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from kombu.message import Message

from shared import wire
from shared.records import Recorded


class Told(NamedTuple):
    """One event as a message told it, and the position of the event before it."""

    prev: int
    record: Recorded[Any]


class Delivery(NamedTuple):
    """Messages that were read, and those nobody can read."""

    told: list[Told]
    unreadable: list[Message]


def read(messages: Sequence[Message]) -> Delivery:
    """The events in the messages, in order of position, each once."""
    told: dict[int, Told] = {}
    unreadable: list[Message] = []
    for message in messages:
        try:
            record = wire.from_message(body_of(message), message.headers)
            told[record.position] = Told(wire.previous(message.headers), record)
        except wire.Undecodable:
            unreadable.append(message)
    return Delivery([told[position] for position in sorted(told)], unreadable)


def gapless(told: Sequence[Told]) -> bool:
    """Does each event follow directly on the one before it?"""
    return all(later.prev == earlier.record.position for earlier, later in pairwise(told))


def body_of(message: Message) -> bytes:
    """The body as it was sent; kombu decodes what it can."""
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)
