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
from services.customers.contact import written

Detail = ContactDetailsChanged | PersonDescribed | OrganizationDescribed


def contact_details(contact: ContactDetails, region: str = "") -> ContactDetailsChanged:
    """Where a region is settled, numbers are kept as they are dialled from abroad; else as typed."""
    phones = tuple(dict.fromkeys(written(phone, region) for phone in contact.phones))
    return ContactDetailsChanged(
        phones=phones if region else contact.phones,
        emails=contact.emails,
        addresses=tuple(Address(**address.model_dump()) for address in contact.addresses),
    )


def given(
    contact: ContactDetails | None,
    person: PersonDetails | None,
    organization: OrganizationDetails | None,
    region: str = "",
) -> list[Detail]:
    """One event for each detail that is given; `region`: see contact_details."""
    events: list[Detail] = []
    if contact is not None:
        events.append(contact_details(contact, region))
    if person is not None:
        events.append(PersonDescribed(**person.model_dump()))
    if organization is not None:
        events.append(OrganizationDescribed(**organization.model_dump()))
    return events


NO_CONTACT = contact_details(ContactDetails())
UNDESCRIBED_PERSON = PersonDescribed(**PersonDetails().model_dump())
UNDESCRIBED_ORGANIZATION = OrganizationDescribed(**OrganizationDetails().model_dump())
