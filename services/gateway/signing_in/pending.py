"""What does a browser keep between password and second factor? A sealed note, good for some minutes."""

import time
from uuid import UUID

import msgspec

from services.identity.secrets.keys import Keys, Unsealable

SECONDS = 600
_PURPOSE = "sign-in that has begun"


class Pending(msgspec.Struct, frozen=True):
    """Who has shown a first factor, by which means and when; `second` once they have shown the second one.

    secret: of the second factor that is being set up. then: where they wanted to go.
    """

    user_id: UUID
    means: str
    at: float
    second: bool = False
    secret: str = ""
    then: str = ""


def sealed(keys: Keys, pending: Pending) -> str:
    """The note as the browser keeps it, without being able to read it."""
    return keys.seal(_PURPOSE, msgspec.json.encode(pending))


def opened(keys: Keys, note: str | None) -> Pending | None:
    """The note, unless it is too old or not ours."""
    try:
        pending = msgspec.json.decode(keys.unseal(_PURPOSE, note or ""), type=Pending)
    except (Unsealable, msgspec.MsgspecError):
        return None
    return pending if time.time() < pending.at + SECONDS else None
