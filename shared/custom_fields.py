"""What is a field that an administrator adds, and what is it called?"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from pydantic import StringConstraints

Kind = Literal[
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "yes_no",
    "choice",
    "choices",
    "user",
    "url",
    "phone",
    "email",
]
FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""How programs name a field: it stays as it is when the label changes."""


class Choice(msgspec.Struct, frozen=True):
    """One of the values of a field; records that hold a retired one keep it, and no other takes it."""

    key: str
    label: dict[str, str]  # language → text
    retired: bool = False


class Definition(msgspec.Struct, frozen=True):
    """A field of some object. A retired one is asked for no more, and its values stay in the history."""

    key: str
    kind: str
    label: dict[str, str]  # language → text
    help: dict[str, str] = {}
    choices: tuple[Choice, ...] = ()
    required: bool = False
    default: Any = None
    place: int = 0
    retired: bool = False

    def named(self, language: str) -> str:
        """Its label in this language, else in any."""
        return said(self.label, language) or self.key

    def explained(self, language: str) -> str:
        """Its help text in this language, else in any."""
        return said(self.help, language)

    def shown(self, value: Any, language: str) -> str:
        """A value of it in words; choices by their labels."""
        if isinstance(value, list | tuple):
            return ", ".join(self.shown(each, language) for each in value)
        known = next((choice for choice in self.choices if choice.key == value), None)
        return said(known.label, language) if known else str(value)


def said(texts: Mapping[str, str], language: str) -> str:
    """The text in this language, in English, or in whichever language there is one."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
