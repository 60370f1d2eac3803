"""What may happen to a customer once registered?"""

import pytest

from events.customers import (
    CustomerArchived,
    CustomerAssigned,
    CustomerRenamed,
    CustomerRestored,
    LifecycleChanged,
)
from services.customers.commands import (
    ArchiveCustomer,
    AssignCustomer,
    ChangeContactDetails,
    ChangeLifecycle,
    DescribeOrganization,
    DescribePerson,
    RecognizePurchase,
    RenameCustomer,
    RestoreCustomer,
)
from services.customers.customer import CustomerIsArchived, NotAnOrganization, NotAPerson
from shared.commands import Command
from shared.events import Event
from shared.refusals import Invalid, NotFound
from tests.customers.words import (
    CUSTOMER,
    NOBODY,
    contact,
    contact_changed,
    described,
    firm,
    firm_described,
    organization,
    person,
    recognized,
    registered,
)
from tests.spec import Spec

archived = CustomerArchived(reason="moved away")
recognize = RecognizePurchase(customer_id=CUSTOMER)
CHANGES: list[tuple[Command, Event]] = [
    (RenameCustomer(customer_id=CUSTOMER, name="张三丰"), CustomerRenamed(name="张三丰")),
    (ChangeContactDetails(customer_id=CUSTOMER, contact=contact), contact_changed),
    (DescribePerson(customer_id=CUSTOMER, person=person), described),
    (
        AssignCustomer(customer_id=CUSTOMER, owner_id=None, branch="北京"),
        CustomerAssigned(owner_id=None, branch="北京"),
    ),
    (
        ChangeLifecycle(customer_id=CUSTOMER, to_stage="loyal"),
        LifecycleChanged(from_stage="prospect", to_stage="loyal"),
    ),
]
changes = pytest.mark.parametrize(
    ("command", "event"), CHANGES, ids=[command.method() for command, _ in CHANGES]
)


@changes
def test_a_customer_changes(customer: Spec, command: Command, event: Event) -> None:
    customer.given(registered).when(command).then(event)


@changes
def test_saying_it_twice_changes_nothing(customer: Spec, command: Command, event: Event) -> None:
    customer.given(registered, event).when(command).nothing()


@changes
def test_an_archived_customer_does_not_change(customer: Spec, command: Command, event: Event) -> None:
    customer.given(registered, archived).when(command).refused(CustomerIsArchived)


@changes
def test_nobody_unknown_changes(customer: Spec, command: Command, event: Event) -> None:
    customer.when(command).refused(NotFound)


def test_an_organization_is_described(customer: Spec) -> None:
    describe = DescribeOrganization(customer_id=CUSTOMER, organization=firm)
    customer.given(organization).when(describe).then(firm_described)
    customer.when(describe).nothing()


def test_a_person_is_not_described_as_an_organization(customer: Spec) -> None:
    describe = DescribeOrganization(customer_id=CUSTOMER, organization=firm)
    customer.given(registered).when(describe).refused(NotAnOrganization, "organization")


def test_an_organization_is_not_described_as_a_person(customer: Spec) -> None:
    customer.given(organization).when(CHANGES[2][0]).refused(NotAPerson, "person")


def test_a_customer_goes_to_existing_colleagues_only(customer: Spec) -> None:
    unknown = AssignCustomer(customer_id=CUSTOMER, owner_id=NOBODY, branch="Shanghai")
    customer.given(registered).when(unknown).refused(Invalid, "owner_id")


def test_a_first_purchase_makes_a_prospect_a_customer(customer: Spec) -> None:
    customer.given(registered).when(recognize).then(recognized)
    customer.when(recognize).nothing()


def test_a_purchase_brings_a_lost_customer_back(customer: Spec) -> None:
    lost = LifecycleChanged(from_stage="customer", to_stage="lost")
    customer.given(registered, recognized, lost).when(recognize).then(
        LifecycleChanged(from_stage="lost", to_stage="customer")
    )


def test_a_purchase_counts_for_an_archived_customer_too(customer: Spec) -> None:
    customer.given(registered, archived).when(recognize).then(recognized)


def test_a_customer_is_archived_once_and_restored_once(customer: Spec) -> None:
    archive = ArchiveCustomer(customer_id=CUSTOMER, reason="moved away")
    restore = RestoreCustomer(customer_id=CUSTOMER)
    customer.given(registered).when(archive).then(archived)
    customer.when(archive).nothing()
    customer.when(restore).then(CustomerRestored())
    customer.when(restore).nothing()
