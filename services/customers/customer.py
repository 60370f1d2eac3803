"""What may happen to a customer, from registration to the archive?"""

from collections.abc import Mapping
from typing import Any, assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

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
from projections.configuration.company import UNSETTLED, Company
from projections.configuration.defined_fields import Fields
from projections.identity.owners import NOBODY, Owner, placed
from services.customers import commands, details
from shared.custom_values import begun, merged, missing, problems_with
from shared.refusals import Invalid, Refused


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
    tags: tuple[str, ...] = ()
    groups: frozenset[UUID] = frozenset()
    custom: dict[str, Any] = {}


def register(
    customer: Customer,
    command: commands.RegisterCustomer,
    fields: Fields,
    company: Company = UNSETTLED,
    owner: Owner = NOBODY,
) -> list[CustomerEvent]:
    _fits_kind(command.kind, command.person, command.organization)
    registration = CustomerRegistered(
        kind=command.kind,
        name=command.name,
        owner_id=command.owner_id,
        branch=owner.branch if command.branch is None else command.branch,
    )
    said = details.given(command.contact, command.person, command.organization, company.phone_region)
    news = _news(customer, said)
    if customer.registration == registration and not news:
        return []
    if customer.registration is not None:
        raise CustomerAlreadyRegistered("customer_id")
    noted = _noted(customer, begun(fields.known, command.custom), fields)
    if problems := missing(fields.known, noted[0].custom if noted else {}):
        raise Invalid(problems=problems)
    return [registration, *news, *noted]


def rename(customer: Customer, command: commands.RenameCustomer) -> list[CustomerEvent]:
    must_be_active(customer)
    return [] if command.name == customer.name else [CustomerRenamed(name=command.name)]


def change_contact_details(
    customer: Customer, command: commands.ChangeContactDetails, company: Company = UNSETTLED
) -> list[CustomerEvent]:
    must_be_active(customer)
    return _news(customer, details.given(command.contact, None, None, company.phone_region))


def describe_person(customer: Customer, command: commands.DescribePerson) -> list[CustomerEvent]:
    must_be_active(customer)
    _fits_kind(customer.kind, command.person, None)
    return _news(customer, details.given(None, command.person, None))


def describe_organization(customer: Customer, command: commands.DescribeOrganization) -> list[CustomerEvent]:
    must_be_active(customer)
    _fits_kind(customer.kind, None, command.organization)
    return _news(customer, details.given(None, None, command.organization))


def change_custom_fields(
    customer: Customer, command: commands.ChangeCustomFields, fields: Fields
) -> list[CustomFieldsChanged]:
    must_be_active(customer)
    return _noted(customer, command.custom, fields)


def _noted(customer: Customer, custom: Mapping[str, Any], fields: Fields) -> list[CustomFieldsChanged]:
    changed, problems = problems_with(fields.known, custom, customer.custom)
    if problems:
        raise Invalid(problems=problems)
    return [CustomFieldsChanged(custom=changed)] if changed else []


def assign(
    customer: Customer, command: commands.AssignCustomer, owner: Owner = NOBODY
) -> list[CustomerEvent]:
    must_be_active(customer)
    branch = placed(command.owner_id, command.branch, owner, customer.owner_id, customer.branch)
    if (command.owner_id, branch) == (customer.owner_id, customer.branch):
        return []
    return [CustomerAssigned(owner_id=command.owner_id, branch=branch)]


def change_lifecycle(customer: Customer, command: commands.ChangeLifecycle) -> list[CustomerEvent]:
    must_be_active(customer)
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


def must_be_active(customer: Customer) -> None:
    """Raises CustomerIsArchived."""
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
        case CustomFieldsChanged(custom=custom):
            return replace(customer, custom=merged(customer.custom, custom))
        case CustomerTagged(tag=tag):
            return replace(customer, tags=(*customer.tags, tag))
        case CustomerUntagged(tag=tag):
            return replace(customer, tags=tuple(each for each in customer.tags if each != tag))
        case CustomerGrouped(group_id=group_id):
            return replace(customer, groups=customer.groups | {group_id})
        case CustomerUngrouped(group_id=group_id):
            return replace(customer, groups=customer.groups - {group_id})
        case CustomerArchived():
            return replace(customer, archived=True)
        case CustomerRestored():
            return replace(customer, archived=False)
        case _:
            assert_never(event)
