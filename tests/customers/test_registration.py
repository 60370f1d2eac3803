"""How does a customer become known?"""

import pytest

from events.customers import CustomerRenamed
from services.customers.commands import ContactDetails, RegisterCustomer
from services.customers.customer import CustomerAlreadyRegistered, NotAnOrganization, NotAPerson
from shared.commands import parse
from shared.refusals import Invalid
from tests.customers.words import (
    CUSTOMER,
    OWNER,
    contact,
    contact_changed,
    described,
    firm,
    firm_described,
    organization,
    person,
    registered,
    seller,
)
from tests.spec import Spec

register = RegisterCustomer(
    customer_id=CUSTOMER, kind="person", name="张三", owner_id=OWNER, branch="Shanghai"
)
register_firm = RegisterCustomer(customer_id=CUSTOMER, kind="organization", name="Kan-code")


def test_a_person_is_registered(customer: Spec) -> None:
    customer.given(seller, on=OWNER).when(register).then(registered)


def test_what_is_known_of_a_person_is_told_in_its_own_events(customer: Spec) -> None:
    full = register.model_copy(update={"contact": contact, "person": person})
    customer.given(seller, on=OWNER).when(full).then(registered, contact_changed, described)


def test_an_organization_is_registered(customer: Spec) -> None:
    full = register_firm.model_copy(update={"organization": firm})
    customer.when(full).then(organization, firm_described)


def test_empty_details_are_no_news(customer: Spec) -> None:
    customer.when(register_firm.model_copy(update={"contact": ContactDetails()})).then(organization)


def test_an_owner_must_exist(customer: Spec) -> None:
    customer.when(register).refused(Invalid, "owner_id")


def test_an_owner_is_no_customer(customer: Spec) -> None:
    customer.given(registered, on=OWNER).when(register).refused(Invalid, "owner_id")


def test_an_organization_has_no_birth_date(customer: Spec) -> None:
    customer.when(register_firm.model_copy(update={"person": person})).refused(NotAPerson, "person")


def test_a_person_has_no_sector(customer: Spec) -> None:
    wrong = register.model_copy(update={"organization": firm, "owner_id": None})
    customer.when(wrong).refused(NotAnOrganization, "organization")


def test_registering_the_same_customer_twice_changes_nothing(customer: Spec) -> None:
    full = register_firm.model_copy(update={"contact": contact, "organization": firm})
    customer.when(full).when(full).nothing()


def test_a_customer_id_is_not_used_for_someone_else(customer: Spec) -> None:
    customer.given(organization, CustomerRenamed(name="Kan-code Ltd"))
    other = register_firm.model_copy(update={"name": "Konex"})
    customer.when(other).refused(CustomerAlreadyRegistered, "customer_id")


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Kan\x00code"), ("name", " "), ("name", "x" * 201), ("kind", "robot"), ("nickname", "K")],
)
def test_a_wrong_field_is_named(field: str, value: str) -> None:
    payload = register_firm.payload() | {field: value}
    with pytest.raises(Invalid) as refusal:
        parse(RegisterCustomer, payload)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("contact_details", "field"),
    [
        ({"emails": ["nobody"]}, "contact.emails.0"),
        ({"phones": ["+86 138", "call me"]}, "contact.phones.1"),
        ({"phones": ["12"]}, "contact.phones.0"),
    ],
)
def test_a_wrong_address_or_number_is_named(contact_details: dict[str, list[str]], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse(RegisterCustomer, register_firm.payload() | {"contact": contact_details})
    assert refusal.value.field == field
