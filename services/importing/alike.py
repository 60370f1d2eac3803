"""By which marks are two records probably about the same customer?"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from shared.writing import folded

Way = Literal["email", "phone", "name"]
_EXTENSION = re.compile(r"x|ext|#|;")
_SHORTEST_NUMBER = 7
_ENDING = 10  # digits: a number with and without the code of its country
_FORMS = re.compile(
    r"(?:股份|有限责任|有限)?公司$|[\s,.]+(?:inc|ltd|llc|gmbh|co|corp|corporation|limited|company|ag|plc)\.?$"
)


def marks_of(record: Any, ways: Iterable[Way]) -> Iterator[tuple[Way, str]]:
    """What identifies the customer that a row describes, however it is written."""
    for way in ways:
        if way == "email":
            yield from (("email", mail.casefold()) for mail in record.emails)
        elif way == "phone":
            yield from (("phone", number) for phone in record.phones if (number := number_of(phone)))
        elif record.name:
            yield "name", name_of(record.name)


def number_of(phone: str) -> str:
    """The last digits of a phone number, without its extension; empty where there are too few to tell."""
    digits = re.sub(r"\D", "", _EXTENSION.split(phone.casefold())[0])
    return digits[-_ENDING:] if len(digits) >= _SHORTEST_NUMBER else ""


def name_of(name: str) -> str:
    """A name without capitals, blanks and the form of the company."""
    plain = folded(name).strip()
    short = _FORMS.sub("", plain).strip()
    return re.sub(r"[\W_]", "", short or plain)
