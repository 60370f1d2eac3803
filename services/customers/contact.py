"""Is this a phone number, and how is it written down?"""

import re

_NOT_PHONE = re.compile(r"[^0-9+()\-./ x#*]", re.IGNORECASE)


def phone_number(value: str) -> str:
    """The number as it was typed, if it can be one: 3 to 20 digits, the usual signs, an extension."""
    digits = sum(char.isdigit() for char in value)
    if _NOT_PHONE.search(value) or not 3 <= digits <= 20:
        raise ValueError(
            "is not a phone number: 3 to 20 digits, +, spaces, brackets, dashes, x for an extension"
        )
    return value
