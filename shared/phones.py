"""Can this be a phone number?"""

import re

_FOREIGN = re.compile(r"[^0-9+()\-./ x#*]", re.IGNORECASE)


def may_be_phone(text: str) -> bool:
    """Whether it has 3 to 20 digits, and else only usual signs: +, brackets, dashes, x for an extension."""
    return not _FOREIGN.search(text) and 3 <= sum(sign.isdigit() for sign in text) <= 20
