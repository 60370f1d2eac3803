"""Where does an identity provider let people sign in? It says so itself, asked only once in a while."""

import asyncio
import time
from typing import Any

import msgspec
from httpx import HTTPError

GOOD_SECONDS = 3600.0
AGAIN_SECONDS = 5.0
"""After a failure it is left alone for so long: it is away, and everybody asks."""


class NotTheIssuer(Exception):
    """Somebody else answered."""


class Metadata(msgspec.Struct, frozen=True):
    """What a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class Known:
    """What providers said lately. Belongs to one event loop."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[float, Metadata | Exception]] = {}
        self._asking = asyncio.Lock()

    async def of(self, issuer: str, client: Any) -> Metadata:
        """As it said within the hour. Raises what asking it raised, NotTheIssuer, MsgspecError."""
        async with self._asking:
            good_until, found = self._found.get(issuer, (0.0, NotTheIssuer()))
            if good_until < time.monotonic():
                found = await _asked(issuer, client)
                lasts = GOOD_SECONDS if isinstance(found, Metadata) else AGAIN_SECONDS
                self._found[issuer] = time.monotonic() + lasts, found
        if isinstance(found, Exception):
            raise found
        return found


async def _asked(issuer: str, client: Any) -> Metadata | Exception:
    try:
        answer = await client.request(
            "GET", f"{issuer}/.well-known/openid-configuration", withhold_token=True
        )
        known = msgspec.json.decode(answer.content, type=Metadata)
    except (HTTPError, msgspec.MsgspecError) as error:
        return error
    return known if known.issuer.rstrip("/") == issuer else NotTheIssuer()
