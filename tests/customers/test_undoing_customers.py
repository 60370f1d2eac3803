"""Can a customer be set back to what it was, whatever was told about it since?"""

from functools import reduce
from typing import Any
from uuid import UUID

import pytest

from events.customers import (
    ContactDetailsChanged,
    CustomerArchived,
    CustomerAssigned,
    CustomerEvent,
    CustomerRegistered,
    CustomerRenamed,
    LifecycleChanged,
    OrganizationDescribed,
)
from services.customers import commands, customer
from services.customers.customer import Customer, evolve
from services.customers.undoing import set_back
from shared.commands import Command

ACME, ANNA = UUID(int=1), UUID(int=2)
DECISIONS: dict[type[Command], Any] = {
    commands.RenameCustomer: customer.rename,
    commands.ChangeContactDetails: customer.change_contact_details,
    commands.DescribeOrganization: customer.describe_organization,
    commands.AssignCustomer: customer.assign,
    commands.ChangeLifecycle: customer.change_lifecycle,
    commands.ArchiveCustomer: customer.archive,
    commands.RestoreCustomer: customer.restore,
}
registered = CustomerRegistered(kind="organization", name="Acme", owner_id=None, branch="")
described = OrganizationDescribed(
    sector="tools",
    founded_year=1990,
    annual_revenue=None,
    revenue_currency=None,
    employees=3,
    country=None,
    parent_name=None,
)
CHANGES: list[CustomerEvent] = [
    CustomerRenamed(name="Acme Europe"),
    CustomerAssigned(owner_id=ANNA, branch="East"),
    ContactDetailsChanged(phones=("010 6552",), emails=("office@acme.example",), addresses=()),
    described,
    LifecycleChanged(from_stage="prospect", to_stage="loyal"),
    CustomerArchived(reason="moved"),
]


def lived(*events: CustomerEvent) -> Customer:
    return reduce(evolve, events, Customer())


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_each_change_can_be_taken_back_and_made_again(change: CustomerEvent) -> None:
    before, after = lived(registered), lived(registered, change)
    assert carried_out(after, before) == before
    assert carried_out(before, after) == after


def test_all_changes_can_be_taken_back_at_once() -> None:
    before, after = lived(registered), lived(registered, *CHANGES)
    assert carried_out(after, before) == before
    assert set_back(ACME, after, after) == []


def carried_out(now: Customer, then: Customer) -> Customer:
    for wish in set_back(ACME, now, then):
        now = reduce(evolve, DECISIONS[type(wish)](now, wish), now)
    return now


def test_what_is_archived_again_does_not_speak_of_an_import() -> None:
    """Single changes, changes of many rows and imports are taken back the same way."""
    archived = lived(registered, CustomerArchived(reason="moved"))
    assert set_back(ACME, lived(registered), archived) == [
        commands.ArchiveCustomer(customer_id=ACME, reason="Taken back")
    ]
