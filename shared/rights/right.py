"""Which right does a command take?"""

from collections.abc import Mapping
from typing import NamedTuple


class Right(NamedTuple):
    """To do `action` with things of one kind.

    fields: input field → field of the record, where they are named differently. A nested input is named by
            its path (`contact.phones`); without a name here its last part is the field.
    """

    thing: str
    action: str
    fields: Mapping[str, str] = {}


HINDSIGHT_ONLY = Right("", "")
"""No role gives it: only Hindsight itself sends such a command, as a policy or an import does."""

ONES_OWN = Right("account", "edit")
"""Everybody who is signed in has it, over what is their own, such as their password."""
