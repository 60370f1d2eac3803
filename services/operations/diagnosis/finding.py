"""What did the doctor find?"""

from typing import Literal

import msgspec

Verdict = Literal["well", "notice", "ill"]


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at: how it is, in plain words, and what to do unless it is well."""

    subject: str
    verdict: Verdict
    what: str
    todo: str = ""


def well(subject: str, what: str) -> Finding:
    """Nothing to do."""
    return Finding(subject, "well", what)


def notice(subject: str, what: str, todo: str) -> Finding:
    """It works, but somebody should look."""
    return Finding(subject, "notice", what, todo)


def ill(subject: str, what: str, todo: str) -> Finding:
    """Something does not work."""
    return Finding(subject, "ill", what, todo)
