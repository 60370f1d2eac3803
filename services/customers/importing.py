"""Which commands does an imported customer become?"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from events.customers import (
    ContactDetailsChanged,
    OrganizationDescribed,
    PersonDescribed,
)
from services.customers.cells import mail_cell, phone_cell
from services.customers.commands import (
    AddressInput,
    AssignCustomer,
    ChangeContactDetails,
    ChangeCustomFields,
    ChangeLifecycle,
    ContactDetails,
    DescribeOrganization,
    DescribePerson,
    OrganizationDetails,
    PersonDetails,
    RegisterCustomer,
    RenameCustomer,
)
from services.customers.present import PROSPECT, custom_of, lifecycle_of, present
from services.customers.undoing import UNDOABLE
from shared.custom_values import differing
from shared.events import Event
from shared.importing import Importable, Record, Refers, Step, latest


class CustomerRecord(Record):
    kind: Literal["person", "organization"]
    name: str
    owner: Annotated[UUID | None, Refers("user")] = None
    registered_at: datetime | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address_label: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str | None = None
    sex: Literal["female", "male", "other"] | None = None
    birth_date: date | None = None
    company: str | None = None
    job_title: str | None = None
    sector: str | None = None
    founded_year: int | None = None
    annual_revenue: Decimal | None = None
    revenue_currency: str | None = None
    employees: int | None = None
    parent_name: str | None = None
    lifecycle: Literal["prospect", "customer", "loyal", "lost"] | None = None
    custom: dict[str, Any] = msgspec.field(default_factory=dict)


def history_of_customer(customer_id: UUID, row: CustomerRecord) -> list[Step]:
    command = RegisterCustomer(
        customer_id=customer_id,
        kind=row.kind,
        name=row.name,
        owner_id=row.owner,
        branch=row.branch or None,
        contact=_contact(row),
        person=_person(row),
        organization=_organization(row),
        custom=row.custom,
    )
    registered = Step("registered", command, row.registered_at)
    return [registered, *_came_to(customer_id, row, PROSPECT, row.registered_at)]


def changes_of_customer(customer_id: UUID, row: CustomerRecord, events: Sequence[Event]) -> list[Step]:
    steps = []
    if row.name != latest(events, "name"):
        steps.append(Step("renamed", RenameCustomer(customer_id=customer_id, name=row.name)))
    if (contact := _contact(row, _further(events))) and not _already(contact, events, ContactDetailsChanged):
        steps.append(
            Step(
                "contact",
                ChangeContactDetails(customer_id=customer_id, contact=contact),
            )
        )
    if (person := _person(row)) and not _already(person, events, PersonDescribed):
        steps.append(Step("described", DescribePerson(customer_id=customer_id, person=person)))
    if (organization := _organization(row)) and not _already(organization, events, OrganizationDescribed):
        command = DescribeOrganization(customer_id=customer_id, organization=organization)
        steps.append(Step("described", command))
    if row.owner != latest(events, "owner_id") or row.branch not in ("", latest(events, "branch")):
        assign = AssignCustomer(customer_id=customer_id, owner_id=row.owner, branch=row.branch or None)
        steps.append(Step("assigned", assign))
    if custom := differing(row.custom, custom_of(events)):
        steps.append(Step("custom", ChangeCustomFields(customer_id=customer_id, custom=custom)))
    return steps + _came_to(customer_id, row, lifecycle_of(events))


def _came_to(customer_id: UUID, row: CustomerRecord, stage: str, at: datetime | None = None) -> list[Step]:
    if row.lifecycle in (None, stage):
        return []
    command = ChangeLifecycle.model_validate({"customer_id": customer_id, "to_stage": row.lifecycle})
    return [Step("lifecycle", command, at)]


def _further(events: Sequence[Event]) -> tuple[AddressInput, ...]:
    """The addresses behind the first, of which a row knows nothing."""
    known = latest(events, "addresses", ())
    return tuple(AddressInput(**_plain(address)) for address in known[1:])


def _contact(row: CustomerRecord, further: tuple[AddressInput, ...] = ()) -> ContactDetails | None:
    fields = ("street", "city", "region", "postal_code")
    place = {field: getattr(row, field) for field in fields}
    if not (row.phones or row.emails or any(place.values())):
        return None
    address = AddressInput(label=row.address_label, country=row.country or "", **place)
    return ContactDetails(
        phones=row.phones,
        emails=row.emails,
        addresses=(address, *further) if any(place.values()) else further,
    )


def _person(row: CustomerRecord) -> PersonDetails | None:
    fields = ("sex", "birth_date", "company", "job_title")
    if row.kind != "person" or not any(getattr(row, field) for field in fields):
        return None
    return PersonDetails(
        sex=row.sex,
        birth_date=row.birth_date,
        company=row.company,
        job_title=row.job_title,
    )


def _organization(row: CustomerRecord) -> OrganizationDetails | None:
    if row.kind != "organization":
        return None
    return OrganizationDetails(
        sector=row.sector,
        founded_year=row.founded_year,
        annual_revenue=row.annual_revenue,
        revenue_currency=row.revenue_currency if row.annual_revenue is not None else None,
        employees=row.employees,
        country=row.country,
        parent_name=row.parent_name,
    )


def _already(details: Any, events: Sequence[Event], kind: type[Event]) -> bool:
    last = next((event for event in reversed(events) if isinstance(event, kind)), None)
    if last is None:
        return not any(getattr(details, field) for field in type(details).model_fields)
    return all(
        _plain(getattr(last, field)) == _plain(getattr(details, field)) for field in last.__struct_fields__
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    fields = getattr(value, "__struct_fields__", None) or getattr(type(value), "model_fields", None)
    return {field: getattr(value, field) for field in fields} if fields else value


IMPORTABLE = (
    Importable(
        "customer",
        CustomerRecord,
        history_of_customer,
        changes_of_customer,
        UNDOABLE,
        present,
        cells={"emails": mail_cell, "phones": phone_cell},
    ),
)
