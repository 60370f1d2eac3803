"""Is this a phone number, and how is it written down?"""

import phonenumbers

from shared.phones import may_be_phone

_INTERNATIONAL = phonenumbers.PhoneNumberFormat.INTERNATIONAL


def phone_number(value: str) -> str:
    """The number as it was typed, if it can be one: 3 to 20 digits, the usual signs, an extension."""
    if not may_be_phone(value):
        raise ValueError(
            "is not a phone number: 3 to 20 digits, +, spaces, brackets, dashes, x for an extension"
        )
    return value


def written(typed: str, region: str | None) -> str:
    """As it is dialled from abroad where that is certain, with its extension; else as it was typed.

    `region` is the country whose numbers are typed without its code.
    """
    try:
        found = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return typed
    if not phonenumbers.is_valid_number(found):
        return typed
    extension, found.extension = found.extension, None
    number = phonenumbers.format_number(found, _INTERNATIONAL)
    return f"{number} x{extension}" if extension else number
