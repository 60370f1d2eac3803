"""How is an address or number that stands in a file read?"""

import phonenumbers

from services.customers.contact import phone_number
from shared.mail_addresses import email_address

_INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL


def mail_cell(text: str, region: str | None) -> str:
    """The address with its domain lower-cased. Raises ValueError."""
    return email_address(text)


def phone_cell(text: str, region: str | None) -> str:
    """As it is dialled from abroad where that is certain, with its extension; else as it was typed.

    Raises ValueError where it can be no phone number.
    """
    typed = phone_number(text)
    try:
        found = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return typed
    if not phonenumbers.is_valid_number(found):
        return typed
    extension, found.extension = found.extension, None
    written = phonenumbers.format_number(found, _INTERNATIONAL)
    return f"{written} x{extension}" if extension else written
