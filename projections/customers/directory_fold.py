"""How does each event change a customer's line in the directory?"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import field

from events.customers import (
    ContactDetailsChanged,
    CustomerArchived,
    CustomerAssigned,
    CustomerEvent,
    CustomerGrouped,
    CustomerRegistered,
    CustomerRenamed,
    CustomerRestored,
    CustomerTagged,
    CustomerUngrouped,
    CustomerUntagged,
    CustomFieldsChanged,
    LifecycleChanged,
    OrganizationDescribed,
    PersonDescribed,
)
from projections.tagging.tagged_rows import Facts, follow_tags
from shared.custom_values import merged
from shared.projection import Projection, Row, SearchTokens, Tally
from shared.records import Recorded
from shared.search import tokens
from shared.writing import sort_key


class DirectoryRow(Row):
    customer_id: UUID
    kind: str
    name: str
    sort_key: str
    owner_id: UUID | None
    branch: str
    registered_at: datetime
    tokens: Annotated[list[str], SearchTokens]
    version: int
    sector: str | None = None
    country: str | None = None
    lifecycle: str = "prospect"
    archived: bool = False
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    groups: list[UUID] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)


ALL = Tally(
    "all",
    by={
        "owner_id": "owner_id",
        "branch": "branch",
        "kind": "kind",
        "lifecycle": "lifecycle",
        "archived": "archived",
    },
)
"""How many customers there are, of what most lists are narrowed by."""

customer_directory = Projection(
    "customer_directory",
    version=3,
    row=DirectoryRow,
    indexes=(
        'sort_key collate "C", customer_id',
        "registered_at, customer_id",
        "using gin (tokens)",
        "using gin (tags)",
        "using gin (groups)",
        "using btree (customer_id) where tags <> '{}'",
        "branch, registered_at, customer_id",
        'branch, sort_key collate "C", customer_id',
        "owner_id, registered_at, customer_id",
        'owner_id, sort_key collate "C", customer_id',
        "branch, customer_id",
        "sector, customer_id",
        "lower(sector)",
        "country, customer_id",
        "archived",
    ),
    tallies=(ALL,),
)


@customer_directory.on(CustomerRegistered)
def registered(_: DirectoryRow | None, record: Recorded[CustomerRegistered]) -> DirectoryRow:
    customer = record.event
    return DirectoryRow(
        record.stream_id,
        customer.kind,
        customer.name,
        sort_key(customer.name),
        customer.owner_id,
        customer.branch,
        record.occurred_at,
        tokens(customer.name),
        record.version,
    )


@customer_directory.on(CustomerRenamed)
def renamed(row: DirectoryRow, record: Recorded[CustomerRenamed]) -> DirectoryRow:
    row.name, row.sort_key = record.event.name, sort_key(record.event.name)
    row.version = record.version
    return _found_again(row)


@customer_directory.on(ContactDetailsChanged)
def reachable(row: DirectoryRow, record: Recorded[ContactDetailsChanged]) -> DirectoryRow:
    row.phones, row.emails = list(record.event.phones), list(record.event.emails)
    row.version = record.version
    return _found_again(row)


def _found_again(row: DirectoryRow) -> DirectoryRow:
    row.tokens = sorted({token for text in (row.name, *row.phones, *row.emails) for token in tokens(text)})
    return row


@customer_directory.on(OrganizationDescribed)
def described(row: DirectoryRow, record: Recorded[OrganizationDescribed]) -> DirectoryRow:
    row.sector, row.country, row.version = record.event.sector, record.event.country, record.version
    return row


@customer_directory.on(PersonDescribed)
def told(row: DirectoryRow, record: Recorded[PersonDescribed]) -> DirectoryRow:
    row.version = record.version
    return row


@customer_directory.on(CustomerAssigned)
def assigned(row: DirectoryRow, record: Recorded[CustomerAssigned]) -> DirectoryRow:
    row.owner_id, row.branch, row.version = record.event.owner_id, record.event.branch, record.version
    return row


@customer_directory.on(LifecycleChanged)
def lifecycle_changed(row: DirectoryRow, record: Recorded[LifecycleChanged]) -> DirectoryRow:
    row.lifecycle, row.version = record.event.to_stage, record.version
    return row


@customer_directory.on(CustomerArchived, CustomerRestored)
def archived(row: DirectoryRow, record: Recorded[CustomerArchived | CustomerRestored]) -> DirectoryRow:
    row.archived, row.version = isinstance(record.event, CustomerArchived), record.version
    return row


@customer_directory.on(CustomFieldsChanged)
def noted(row: DirectoryRow, record: Recorded[CustomFieldsChanged]) -> DirectoryRow:
    row.custom = merged(row.custom, record.event.custom)
    return _changed(row, record)


def _changed(row: DirectoryRow, record: Recorded[CustomerEvent]) -> DirectoryRow:
    row.version = record.version
    return row


TAGGING = Facts(CustomerTagged, CustomerUntagged, CustomerGrouped, CustomerUngrouped)
follow_tags(customer_directory, TAGGING, _changed)
