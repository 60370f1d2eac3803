"""What is told about a customer besides its name, as events?"""

from events.customers import (
    Address,
    ContactDetailsChanged,
    OrganizationDescribed,
    PersonDescribed,
)
from services.customers.commands import (
    ContactDetails,
    OrganizationDetails,
    PersonDetails,
)

Detail = ContactDetailsChanged | PersonDescribed | OrganizationDescribed


def contact_details(contact: ContactDetails) -> ContactDetailsChanged:
    return ContactDetailsChanged(
        phones=contact.phones,
        emails=contact.emails,
        addresses=tuple(Address(**address.model_dump()) for address in contact.addresses),
    )


def given(
    contact: ContactDetails | None,
    person: PersonDetails | None,
    organization: OrganizationDetails | None,
) -> list[Detail]:
    """One event for each detail that is given."""
    events: list[Detail] = []
    if contact is not None:
        events.append(contact_details(contact))
    if person is not None:
        events.append(PersonDescribed(**person.model_dump()))
    if organization is not None:
        events.append(OrganizationDescribed(**organization.model_dump()))
    return events


NO_CONTACT = contact_details(ContactDetails())
UNDESCRIBED_PERSON = PersonDescribed(**PersonDetails().model_dump())
UNDESCRIBED_ORGANIZATION = OrganizationDescribed(**OrganizationDetails().model_dump())
