"""What exactly does the log hold at one position, whether or not this release can load it?"""

from typing import Any

import msgspec
from sqlalchemy import Engine

from shared.log.log import Log
from shared.records import Envelope


class Stored(msgspec.Struct, frozen=True):
    """An event as it is stored: `data` is the payload where it is JSON, `text` its bytes made readable."""

    envelope: Envelope
    data: Any
    text: str


def stored(engine: Engine, position: int) -> Stored | None:
    """The event at this position; None where there is none, or none that readers may see."""
    for envelope, payload in Log(engine).read_stored(position - 1, 1):
        if envelope.position == position:
            return Stored(
                envelope, _decoded(bytes(payload)), bytes(payload).decode(errors="backslashreplace")
            )
    return None


def _decoded(payload: bytes) -> Any:
    try:
        return msgspec.json.decode(payload)
    except msgspec.DecodeError:
        return None
