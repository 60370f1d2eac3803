"""What do we know of one customer?"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import field
from msgspec.structs import asdict
from sqlalchemy import Connection, text

from events.customers import (
    Address,
    ContactDetailsChanged,
    CustomerArchived,
    CustomerAssigned,
    CustomerEvent,
    CustomerRegistered,
    CustomerRenamed,
    CustomerRestored,
    CustomFieldsChanged,
    LifecycleChanged,
    OrganizationDescribed,
    PersonDescribed,
)
from projections.customers.directory_fold import TAGGING
from projections.tagging.tagged_rows import follow_tags
from shared.custom_values import merged
from shared.projection import Projection, Row
from shared.records import Recorded
from shared.rights.condition import Condition


class RecordRow(Row):
    """`source` and `registered_by` tell where the record came from; `position` is that of its last event."""

    customer_id: UUID
    kind: str
    name: str
    owner_id: UUID | None
    branch: str
    source: str
    registered_by: str
    registered_at: datetime
    changed_at: datetime
    version: int
    position: int
    lifecycle: str = "prospect"
    archived: bool = False
    archive_reason: str | None = None
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    groups: list[UUID] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)
    addresses: list[Address] = field(default_factory=list)
    sex: str | None = None
    birth_date: date | None = None
    company: str | None = None
    job_title: str | None = None
    sector: str | None = None
    founded_year: int | None = None
    annual_revenue: Decimal | None = None
    revenue_currency: str | None = None
    employees: int | None = None
    country: str | None = None
    parent_name: str | None = None


class CustomerRecord(RecordRow):
    """The record with the name of its owner."""

    owner_name: str | None = None


customer_record = Projection(
    "customer_record",
    version=3,
    row=RecordRow,
    indexes=("using btree (lower(company), customer_id) where company is not null",),
)


@customer_record.on(CustomerRegistered)
def registered(_: RecordRow | None, record: Recorded[CustomerRegistered]) -> RecordRow:
    customer = record.event
    return RecordRow(
        customer_id=record.stream_id,
        kind=customer.kind,
        name=customer.name,
        owner_id=customer.owner_id,
        branch=customer.branch,
        source=record.envelope.source,
        registered_by=record.envelope.actor,
        registered_at=record.occurred_at,
        changed_at=record.occurred_at,
        version=record.version,
        position=record.position,
    )


@customer_record.on(
    CustomerRenamed, ContactDetailsChanged, PersonDescribed, OrganizationDescribed, CustomerAssigned
)
def told(row: RecordRow, record: Recorded[CustomerEvent]) -> RecordRow:
    # These events name their fields as the record does.
    for name, value in asdict(record.event).items():
        setattr(row, name, value)
    return _changed(row, record)


@customer_record.on(LifecycleChanged)
def lifecycle_changed(row: RecordRow, record: Recorded[LifecycleChanged]) -> RecordRow:
    row.lifecycle = record.event.to_stage
    return _changed(row, record)


@customer_record.on(CustomerArchived)
def archived(row: RecordRow, record: Recorded[CustomerArchived]) -> RecordRow:
    row.archived, row.archive_reason = True, record.event.reason
    return _changed(row, record)


@customer_record.on(CustomerRestored)
def restored(row: RecordRow, record: Recorded[CustomerRestored]) -> RecordRow:
    row.archived, row.archive_reason = False, None
    return _changed(row, record)


@customer_record.on(CustomFieldsChanged)
def noted(row: RecordRow, record: Recorded[CustomFieldsChanged]) -> RecordRow:
    row.custom = merged(row.custom, record.event.custom)
    return _changed(row, record)


def _changed(row: RecordRow, record: Recorded[CustomerEvent]) -> RecordRow:
    row.changed_at, row.version, row.position = record.occurred_at, record.version, record.position
    return row


follow_tags(customer_record, TAGGING, _changed)

_CHOSEN = """
    select c.*, a.name as owner_name
    from read.customer_record c left join read.colleagues a on a.user_id = c.owner_id
    where c.customer_id = any(cast(:ids as uuid[])) and {see}"""


def customers(connection: Connection, ids: Sequence[UUID], *, see: Condition) -> list[CustomerRecord]:
    """These customers, as far as they are there and may be seen; `see` is about the alias c."""
    parameters = {**see.parameters, "ids": [str(each) for each in ids]}
    rows = connection.execute(text(_CHOSEN.format(see=see.sql)), parameters)
    return [msgspec.convert(dict(row._mapping), CustomerRecord) for row in rows]
