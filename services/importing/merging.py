"""What becomes of a record that is there when a row about it leaves cells blank?"""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from services.importing.mapping import FileMapping
from shared.importing import Record


def merged(record: Record, present: Mapping[str, Any], mapping: FileMapping) -> Record:
    """The row's record with what it does not say as it is now.

    `update` keeps what the blank cells would take away, and the numbers and addresses that are known besides;
    `overwrite` keeps only what the mapping leaves out, `fill` keeps all that is known.
    """
    changed: dict[str, Any] = {}
    for field in record.__struct_fields__:
        now = present.get(field)
        if not now:
            continue
        own = getattr(record, field)
        if mapping.existing == "overwrite" and field in mapping.fields:
            continue
        if isinstance(own, dict):
            changed[field] = {**own, **now} if mapping.existing == "fill" else {**now, **own}
        elif isinstance(own, tuple):
            changed[field] = _joined(now, own)
        elif own in (None, "") or mapping.existing == "fill":
            changed[field] = now
    return msgspec.structs.replace(record, **changed) if changed else record


def _joined(now: Collection[str], own: Collection[str]) -> tuple[str, ...]:
    known = {text.casefold() for text in now}
    return (*now, *(text for text in own if text.casefold() not in known))
