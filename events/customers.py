"""What happens to customers. Other contexts may rely on those in PUBLISHED."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec

from shared.events import Event, Personal

LIFECYCLE = ("prospect", "customer", "loyal", "lost")


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A postal address; `label` says what it is for (home, office, billing …)."""

    label: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str


class CustomerRegistered(Event):
    kind: str  # "person" or "organization"
    name: Annotated[str, Personal()]
    owner_id: UUID | None
    branch: str


class CustomerRenamed(Event):
    name: Annotated[str, Personal()]


class ContactDetailsChanged(Event):
    phones: Annotated[tuple[str, ...], Personal()]
    emails: Annotated[tuple[str, ...], Personal()]
    addresses: Annotated[tuple[Address, ...], Personal()]


class PersonDescribed(Event):
    sex: Annotated[str | None, Personal()]
    birth_date: Annotated[date | None, Personal()]
    company: Annotated[str | None, Personal()]
    job_title: Annotated[str | None, Personal()]


class OrganizationDescribed(Event):
    sector: str | None
    founded_year: int | None
    annual_revenue: Decimal | None
    revenue_currency: str | None
    employees: int | None
    country: str | None
    parent_name: str | None


class CustomerAssigned(Event):
    owner_id: UUID | None
    branch: str


class LifecycleChanged(Event):
    from_stage: str
    to_stage: str


class CustomFieldsChanged(Event):
    """What people note in the fields administrators added: only what changes; None takes a value away."""

    custom: Annotated[dict[str, Any], Personal()]


class CustomerTagged(Event):
    tag: Annotated[str, Personal()]


class CustomerUntagged(Event):
    tag: Annotated[str, Personal()]


class CustomerGrouped(Event):
    group_id: UUID


class CustomerUngrouped(Event):
    group_id: UUID


class CustomerArchived(Event):
    reason: Annotated[str, Personal()]


class CustomerRestored(Event):
    pass


class GroupFormed(Event):
    """A named list, into which people put customers and deals one by one."""

    name: str
    owner_id: UUID | None
    branch: str


class GroupRenamed(Event):
    name: str


class GroupDissolved(Event):
    pass


class GroupRevived(Event):
    pass


CustomerEvent = (
    CustomerRegistered
    | CustomerRenamed
    | ContactDetailsChanged
    | PersonDescribed
    | OrganizationDescribed
    | CustomerAssigned
    | LifecycleChanged
    | CustomFieldsChanged
    | CustomerTagged
    | CustomerUntagged
    | CustomerGrouped
    | CustomerUngrouped
    | CustomerArchived
    | CustomerRestored
)
GroupEvent = GroupFormed | GroupRenamed | GroupDissolved | GroupRevived
PUBLISHED = (GroupFormed, CustomerRegistered, CustomerRenamed, CustomerArchived, CustomerRestored)
