"""When is the state of a long stream kept, and when may a kept one be used?"""

import hashlib
import inspect
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from shared.aggregate import Aggregate

EVERY = 200
"""Events after which a stream gets another snapshot. Shorter streams have none and are loaded as ever."""

_CHECK_BYTES = 4


def kind_of(aggregate: Aggregate[Any], begins: str) -> str:
    """The kind of snapshot a stream has that begins with an event of type `begins`.

    Another one as soon as the state has another shape, or the code that folds it, or lifts old versions of
    its events, reads otherwise: what was kept before is then ignored.
    """
    fold = _fingerprint(aggregate.initial.__class__, aggregate.evolve)
    return f"{begins.partition('.')[0]}.{aggregate.name}:{fold}"


@cache
def _fingerprint(state: Any, evolve: Any) -> str:
    shape = msgspec.json.encode(msgspec.json.schema(state), order="deterministic")
    modules = sorted(set(_modules(evolve)))
    sources = (inspect.getsource(sys.modules[name]).encode() for name in modules)
    return hashlib.sha256(b"\0".join((shape, *sources))).hexdigest()[:16]


def _modules(evolve: Any) -> Iterator[str]:
    """Where the fold stands, and the state and events it is declared for."""
    yield evolve.__module__
    for hint in get_type_hints(evolve).values():
        for cls in get_args(hint) or (hint,):
            if isinstance(cls, type) and issubclass(cls, msgspec.Struct):
                yield cls.__module__


def packed(state: Any) -> bytes:
    """A state as bytes that show when they are damaged."""
    body = msgspec.msgpack.encode(state)
    return _check(body) + body


def unpacked(aggregate: Aggregate[Any], stored: bytes) -> Any:
    """The state in these bytes; None where it is not sure to be as it was kept."""
    check, body = stored[:_CHECK_BYTES], stored[_CHECK_BYTES:]
    if check != _check(body):
        return None
    try:
        return msgspec.msgpack.decode(body, type=type(aggregate.initial))
    except msgspec.MsgspecError:
        return None


def _check(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(_CHECK_BYTES, "big")
