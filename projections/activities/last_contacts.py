"""When was anybody last in touch with each customer, and about each deal?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.activities import (
    CONTACTS,
    ActivityCorrected,
    ActivityLogged,
    ActivityRemoved,
    ActivityRestored,
)
from shared.projection import Projection, Row
from shared.records import Recorded

KEPT = 20
"""So many contacts of a record are remembered, for the case that the last ones are removed."""


class Contact(msgspec.Struct):
    activity_id: UUID
    kind: str
    happened_at: datetime


class LastContactRow(Row):
    """A note is no contact. No row where nobody was ever in touch."""

    record_id: UUID
    activity_id: UUID
    kind: str
    happened_at: datetime
    contacts: list[Contact]


last_contacts = Projection(
    "last_contacts", version=1, row=LastContactRow, indexes=("happened_at, record_id",)
)

_Key = Callable[[Recorded[Any]], UUID | None]
_Told = ActivityLogged | ActivityCorrected | ActivityRestored


def _about(field: str) -> _Key:
    return lambda record: getattr(record.event, field)


def _row(record_id: UUID, contacts: list[Contact]) -> LastContactRow | None:
    newest = sorted(contacts, key=lambda each: (each.happened_at, str(each.activity_id)), reverse=True)[:KEPT]
    if not newest:
        return None
    return LastContactRow(record_id, **msgspec.structs.asdict(newest[0]), contacts=newest)


def _follow(key: _Key) -> None:
    @last_contacts.on(ActivityLogged, ActivityCorrected, ActivityRestored, key=key)
    def told(row: LastContactRow | None, record: Recorded[_Told]) -> LastContactRow | None:
        said = record.event
        contact = Contact(record.stream_id, said.kind, said.happened_at)
        return _row(_record(key, record), _others(row, record) + [contact] * (said.kind in CONTACTS))

    @last_contacts.on(ActivityRemoved, key=key)
    def removed(row: LastContactRow | None, record: Recorded[ActivityRemoved]) -> LastContactRow | None:
        return _row(_record(key, record), _others(row, record))


def _record(key: _Key, record: Recorded[Any]) -> UUID:
    found = key(record)
    assert found is not None  # the engine asks for no row without a key
    return found


def _others(row: LastContactRow | None, record: Recorded[Any]) -> list[Contact]:
    return [each for each in (row.contacts if row else ()) if each.activity_id != record.stream_id]


_follow(_about("customer_id"))
_follow(_about("deal_id"))

_CONTACT = text("""
    select * from read.last_contacts where record_id = any(cast(:records as uuid[]))
    order by happened_at desc limit 1""")


def last_contact(connection: Connection, *records: UUID | None) -> LastContactRow | None:
    """The last contact about any of these records: a deal, and the customer it is with."""
    wanted = [str(each) for each in records if each]
    row = connection.execute(_CONTACT, {"records": wanted}).one_or_none()
    return None if row is None else msgspec.convert(dict(row._mapping), LastContactRow)
