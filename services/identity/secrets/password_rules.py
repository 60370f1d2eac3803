"""Is this password good enough?

`common-passwords.txt.gz` is the list of the Django project, unchanged, under its BSD 3-clause licence: 20,000
passwords from published breaches, in lower case, collected by Royce Williams.
"""

import gzip
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from services.identity.secrets.passwords import LONGEST
from shared.marks import N_

SHORTEST = 10
MONOTONOUS = 0.7
_LIST = Path(__file__).with_name("common-passwords.txt.gz")
_PRODUCT = "hindsight"
_ENDS = re.compile(r"^[\d\W_]+|[\d\W_]+$")

TOO_SHORT = N_("must have at least 10 characters")
TOO_LONG = N_("must have at most 200 characters")
TOO_COMMON = N_(
    "is one of the passwords that are tried first; take another one, such as four unrelated words"
)
TOO_PLAIN = N_("repeats itself; take another one, such as four unrelated words")
TOO_PERSONAL = N_("must not be built from your name, your e-mail address or the name of the product")


def problem_with(password: str, personal: Iterable[str] = ()) -> str | None:
    """Why it will not do, in words that have translations; None where it will.

    `personal` are names and addresses it must not be built from.
    """
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    plain = password.casefold()
    if _repeats(plain):
        return TOO_PLAIN
    # What stands around a word that is known is guessed with it: password2026!
    if {plain, _ENDS.sub("", plain)} & _common():
        return TOO_COMMON
    return TOO_PERSONAL if _is_personal(plain, [_PRODUCT, *personal]) else None


def _repeats(plain: str) -> bool:
    if len(set(plain)) < 5:
        return True
    steps = Counter(ord(after) - ord(before) for before, after in pairwise(plain))
    # abcdefghij, 9876543210, 123456789012
    return max(steps.values()) >= MONOTONOUS * len(plain)


def _is_personal(plain: str, names: Iterable[str]) -> bool:
    parts = {part for name in names for part in re.split(r"[\W_]+", name.casefold()) if len(part) >= 4}
    left = plain
    for part in sorted(parts, key=len, reverse=True):
        left = left.replace(part, "")
    # What is left after all names are taken out must be a password by itself, or nearly.
    return len(left) < len(plain) and len(_ENDS.sub("", left)) < 5


@cache
def _common() -> frozenset[str]:
    with gzip.open(_LIST, "rt", encoding="utf-8") as file:
        return frozenset(line.strip() for line in file)
