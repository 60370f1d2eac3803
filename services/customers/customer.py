"""What may happen to a customer, from registration to the archive?"""

from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.customers import (
    ContactDetailsChanged,
    CustomerArchived,
    CustomerAssigned,
    CustomerEvent,
    CustomerRegistered,
    CustomerRenamed,
    CustomerRestored,
    LifecycleChanged,
    OrganizationDescribed,
    PersonDescribed,
)
from services.customers import commands, details
from shared.refusals import Refused


class CustomerAlreadyRegistered(Refused):
    """There is already a customer with this id, registered with other details. Use a new id."""


class CustomerIsArchived(Refused):
    """This customer is archived and stays as it is. Restore it first, then change it."""


class NotAPerson(Refused):
    """This customer is an organization, so it has no sex, birth date, employer or job. Leave them out."""


class NotAnOrganization(Refused):
    """This customer is a person, so it has no sector, revenue or employees. Leave them out."""


class Customer(msgspec.Struct, frozen=True):
    """A customer as its rules see one."""

    registration: CustomerRegistered | None = None
    kind: str = ""
    name: str = ""
    owner_id: UUID | None = None
    branch: str = ""
    contact: ContactDetailsChanged = details.NO_CONTACT
    person: PersonDescribed = details.UNDESCRIBED_PERSON
    organization: OrganizationDescribed = details.UNDESCRIBED_ORGANIZATION
    lifecycle: str = "prospect"
    archived: bool = False


def register(customer: Customer, command: commands.RegisterCustomer) -> list[CustomerEvent]:
    _fits_kind(command.kind, command.person, command.organization)
    registration = CustomerRegistered(
        kind=command.kind,
        name=command.name,
        owner_id=command.owner_id,
        branch=command.branch,
    )
    news = _news(customer, details.given(command.contact, command.person, command.organization))
    if customer.registration is None:
        return [registration, *news]
    if customer.registration == registration and not news:
        return []
    raise CustomerAlreadyRegistered("customer_id")


def rename(customer: Customer, command: commands.RenameCustomer) -> list[CustomerEvent]:
    _must_be_active(customer)
    return [] if command.name == customer.name else [CustomerRenamed(name=command.name)]


def change_contact_details(customer: Customer, command: commands.ChangeContactDetails) -> list[CustomerEvent]:
    _must_be_active(customer)
    return _news(customer, details.given(command.contact, None, None))


def describe_person(customer: Customer, command: commands.DescribePerson) -> list[CustomerEvent]:
    _must_be_active(customer)
    _fits_kind(customer.kind, command.person, None)
    return _news(customer, details.given(None, command.person, None))


def describe_organization(customer: Customer, command: commands.DescribeOrganization) -> list[CustomerEvent]:
    _must_be_active(customer)
    _fits_kind(customer.kind, None, command.organization)
    return _news(customer, details.given(None, None, command.organization))


def assign(customer: Customer, command: commands.AssignCustomer) -> list[CustomerEvent]:
    _must_be_active(customer)
    if (command.owner_id, command.branch) == (customer.owner_id, customer.branch):
        return []
    return [CustomerAssigned(owner_id=command.owner_id, branch=command.branch)]


def change_lifecycle(customer: Customer, command: commands.ChangeLifecycle) -> list[CustomerEvent]:
    _must_be_active(customer)
    if command.to_stage == customer.lifecycle:
        return []
    return [LifecycleChanged(from_stage=customer.lifecycle, to_stage=command.to_stage)]


def recognize_purchase(customer: Customer, _: commands.RecognizePurchase) -> list[CustomerEvent]:
    # Also for an archived customer: a purchase is a fact, whatever the record's state.
    if customer.lifecycle not in ("prospect", "lost"):
        return []
    return [LifecycleChanged(from_stage=customer.lifecycle, to_stage="customer")]


def archive(customer: Customer, command: commands.ArchiveCustomer) -> list[CustomerEvent]:
    return [] if customer.archived else [CustomerArchived(reason=command.reason)]


def restore(customer: Customer, _: commands.RestoreCustomer) -> list[CustomerEvent]:
    return [CustomerRestored()] if customer.archived else []


def _must_be_active(customer: Customer) -> None:
    if customer.archived:
        raise CustomerIsArchived


def _fits_kind(
    kind: str,
    person: commands.PersonDetails | None,
    organization: commands.OrganizationDetails | None,
) -> None:
    if person is not None and kind != "person":
        raise NotAPerson("person")
    if organization is not None and kind != "organization":
        raise NotAnOrganization("organization")


def _news(customer: Customer, said: list[details.Detail]) -> list[CustomerEvent]:
    known = (customer.contact, customer.person, customer.organization)
    return [event for event in said if event not in known]


def evolve(customer: Customer, event: CustomerEvent) -> Customer:
    match event:
        case CustomerRegistered():
            return Customer(event, event.kind, event.name, event.owner_id, event.branch)
        case CustomerRenamed(name=name):
            return replace(customer, name=name)
        case ContactDetailsChanged():
            return replace(customer, contact=event)
        case PersonDescribed():
            return replace(customer, person=event)
        case OrganizationDescribed():
            return replace(customer, organization=event)
        case CustomerAssigned(owner_id=owner_id, branch=branch):
            return replace(customer, owner_id=owner_id, branch=branch)
        case LifecycleChanged(to_stage=lifecycle):
            return replace(customer, lifecycle=lifecycle)
        case CustomerArchived():
            return replace(customer, archived=True)
        case CustomerRestored():
            return replace(customer, archived=False)
        case _:
            assert_never(event)
