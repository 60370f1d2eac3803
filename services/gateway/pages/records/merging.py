"""What do my change and what others changed meanwhile make together?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.gateway.pages.records.changes import changes, held
from shared.records import Recorded

_STAND_FOR = {"to_stage": ("stage", "lifecycle")}
"""A command's field that an event names otherwise."""


class Conflict(NamedTuple):
    """A field that I and somebody else have set differently."""

    path: str
    field: str
    mine: Any
    theirs: Any
    original: Any
    actor: str
    at: datetime


class Merged(NamedTuple):
    """The body with what others changed and I did not, and the fields to choose for."""

    body: dict[str, Any]
    conflicts: list[Conflict]


def merge(
    body: Mapping[str, Any], records: Sequence[Recorded[Any]], version: int, shows: Callable[[str], bool]
) -> Merged:
    """`body` is the command as it was sent by somebody who saw `version`; `records` is the whole stream.

    What a field holds that `shows` hides from them is not told, whatever they sent for it.
    """
    original, now = held(records[:version]), held(records)
    merged: dict[str, Any] = {}
    conflicts = []
    for path, mine in _leaves(body):
        field = _known_as(path, now)
        before, theirs = original.get(field), now.get(field)
        if field not in now or not shows(field) or same(theirs, before) or same(mine, theirs):
            _put(merged, path, mine)
        elif same(mine, before):
            _put(merged, path, theirs)
        else:
            _put(merged, path, mine)
            last = _last_change(records, field)
            envelope = last.envelope
            conflicts.append(
                Conflict(path, field, mine, theirs, before, envelope.actor, envelope.occurred_at)
            )
    return Merged(merged, conflicts)


def same(one: Any, other: Any) -> bool:
    """Are these the same value, however each is written?"""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if value is None or value in ("", (), []):
        return None
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    text = str(value)
    number = "." in text and text.replace(".", "").isdigit()
    return text.rstrip("0").rstrip(".") if number else text


def _known_as(path: str, now: Mapping[str, Any]) -> str:
    if path.startswith("custom."):
        return path
    name = path.rpartition(".")[2]
    return next((other for other in _STAND_FOR.get(name, ()) if other in now), name)


def _leaves(body: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in body.items():
        path = f"{prefix}{name}"
        # The value of a custom field is one, also where it is an amount and a currency.
        if isinstance(value, dict) and not prefix.startswith("custom."):
            yield from _leaves(value, f"{path}.")
        else:
            yield path, value


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    first, _, rest = path.partition(".")
    if rest:
        _put(body.setdefault(first, {}), rest, value)
    else:
        body[first] = value


def _last_change(records: Sequence[Recorded[Any]], field: str) -> Recorded[Any]:
    changed = changes(records)
    versions = [number for number, made in changed.items() if any(each.field == field for each in made)]
    return records[versions[-1] - 1] if versions else records[-1]
