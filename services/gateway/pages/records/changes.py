"""What did each event of a record change, and what was it before?"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from shared.events import Unreadable
from shared.records import Recorded

_TOLD_BY_STAGES = {"from_stage", "to_stage", "from_pipeline_id"}
_STAGES = {"customers": "lifecycle", "sales": "stage"}
_STANDS_FOR_NOTHING: tuple[Any, ...] = (None, "", (), [], {})


class Change(NamedTuple):
    """One field of a record: what it held, and what it holds from then on; None is nothing."""

    field: str
    before: Any
    after: Any
    currency_before: str | None = None
    currency: str | None = None


def changes(records: Sequence[Recorded[Any]]) -> dict[int, list[Change]]:
    """The changes each event of one whole stream made, by its version."""
    known: dict[str, Any] = {}
    found: dict[int, list[Change]] = {}
    for record in records:
        if isinstance(record.event, Unreadable):
            continue
        said = _said(record.event)
        found[record.version] = [_change(name, known, said) for name in said if _differs(name, known, said)]
        known |= said
    return found


def pipelines_before(records: Sequence[Recorded[Any]]) -> dict[int, UUID | None]:
    """The pipeline a deal was in until each event of its whole stream, by its version."""
    found: dict[int, UUID | None] = {}
    known: UUID | None = None
    for record in records:
        found[record.version] = known
        known = getattr(record.event, "pipeline_id", known)
    return found


def held(records: Sequence[Recorded[Any]]) -> dict[str, Any]:
    """What each field holds after these events of one stream, from its beginning on."""
    known: dict[str, Any] = {}
    for record in records:
        if isinstance(record.event, Unreadable):
            continue
        known |= _said(record.event)
        if (stage := getattr(record.event, "to_stage", None)) is not None:
            known[_STAGES.get(record.envelope.type.partition(".")[0], "stage")] = stage
    return known


def _said(event: Any) -> dict[str, Any]:
    fields = {name: getattr(event, name) for name in event.__struct_fields__ if name not in _TOLD_BY_STAGES}
    if not fields.get("branch"):
        fields.pop("branch", None)  # an assignment without one leaves it as it was
    return {**fields, **{f"custom.{key}": value for key, value in (fields.pop("custom", None) or {}).items()}}


def _differs(name: str, known: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return bool(_plain(known.get(name)) != _plain(said[name]))


def _change(name: str, known: Mapping[str, Any], said: Mapping[str, Any]) -> Change:
    before, after = _plain(known.get(name)), _plain(said[name])
    return Change(name, before, after, _currency(known), _currency(said) or _currency(known))


def _currency(values: Mapping[str, Any]) -> str | None:
    return values.get("currency") or values.get("revenue_currency")


def _plain(value: Any) -> Any:
    if value in _STANDS_FOR_NOTHING:
        return None
    if isinstance(value, tuple | list):
        return tuple(
            msgspec.to_builtins(each) if hasattr(each, "__struct_fields__") else each for each in value
        )
    return value
