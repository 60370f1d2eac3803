"""How is an address or number that stands in a file read?"""

from services.customers.contact import phone_number, written
from shared.mail_addresses import email_address


def mail_cell(text: str, region: str | None) -> str:
    """The address with its domain lower-cased. Raises ValueError."""
    return email_address(text)


def phone_cell(text: str, region: str | None) -> str:
    """As it is dialled from abroad where that is certain, with its extension; else as it was typed.

    Raises ValueError where it can be no phone number.
    """
    return written(phone_number(text), region)
