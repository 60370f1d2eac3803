"""How does a command cross RabbitMQ as a call of nameko's RPC protocol, and its answer come back?

The routing key is `<service>.<method>`, the body `{"args": [], "kwargs": payload}`, and the header of
the command travels as one JSON text among nameko's context headers. The answer is `{"result", "error"}`:
receipts and refusals both stand in `result` as data, because nameko's own errors carry neither a
refusal's field nor its details.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from shared.commands import Command
from shared.records import Header, Receipt
from shared.refusals import Invalid, Refused

EXCHANGE = "nameko-rpc"
CONTEXT_KEY = "hindsight_header"
HEADER = f"nameko.{CONTEXT_KEY}"
CALL_STACK = "nameko.call_id_stack"
BATCH = "handle_many"
MAX_BYTES = 8_000_000
"""The largest body: RabbitMQ itself takes 16 MB, and a command of that size is a mistake."""

Sent = tuple[str, dict[str, Any], Any]
"""A command within a batch: method, payload, header."""

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder().decode
_header = msgspec.json.Decoder(Header)


def queue_of(service: str) -> str:
    """The queue that all processes of a service share."""
    return f"rpc-{service}"


def call_body(command: Command) -> bytes:
    """The body that asks for one command. Raises Invalid when it is too large."""
    return _limited(encode({"args": (), "kwargs": command.payload()}))


def batch_body(commands: Sequence[tuple[Command, Header]]) -> bytes:
    """The body that asks for several commands at once. Raises Invalid when it is too large."""
    sent = [(command.method(), command.payload(), header) for command, header in commands]
    return _limited(encode({"args": (), "kwargs": {"commands": sent}}))


def header_text(header: Header) -> str:
    """A header as a context header of nameko; None fields must not be lost, so it is JSON."""
    return encode(header).decode()


def header_from(context: dict[str, Any]) -> Header:
    """The header among the context data of a call. Raises Invalid."""
    try:
        return _header.decode(context[CONTEXT_KEY])
    except (KeyError, TypeError, msgspec.MsgspecError) as error:
        raise _malformed(error) from None


def header_of(fields: dict[str, Any]) -> Header:
    """The header of one command within a batch. Raises Invalid."""
    try:
        return msgspec.convert(fields, Header)
    except msgspec.MsgspecError as error:
        raise _malformed(error) from None


def answer(outcome: Receipt | Refused) -> dict[str, Any]:
    """An outcome as data."""
    if isinstance(outcome, Refused):
        return {"refusal": msgspec.to_builtins(outcome.to_dict(), enc_hook=str)}
    return {"receipt": msgspec.to_builtins(outcome)}


def outcome(answered: dict[str, Any]) -> Receipt | Refused:
    """The outcome in an answer."""
    if "refusal" in answered:
        return Refused.from_dict(answered["refusal"])
    return msgspec.convert(answered["receipt"], Receipt)


def _malformed(error: Exception) -> Invalid:
    return Invalid(field="header", summary=f"the header of the command is missing or malformed ({error})")


def _limited(body: bytes) -> bytes:
    if len(body) > MAX_BYTES:
        raise Invalid(summary=f"it takes {len(body)} bytes and may take {MAX_BYTES}; send less at once")
    return body
