"""What do the cells of a file look like?"""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from services.importing.table import Table

ROWS = 1_000
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d()\-. ]{6,20}(?:\s*(?:x|ext\.?|#)\s*\d+)?", re.IGNORECASE)
_MOST = 0.8


class Sample:
    """The first rows of a table, by column."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @cached_property
    def rows(self) -> list[list[str]]:
        """Whole rows only."""
        width = len(self.table.header)
        whole = (line.cells for line in self.table.lines() if line.fault is None and len(line.cells) == width)
        return list(islice(whole, ROWS))

    def column(self, name: str) -> list[str]:
        """What stands in a column, without blanks."""
        number = self.table.header.index(name)
        return [row[number] for row in self.rows if row[number]]

    def whole(self, name: str) -> Iterator[str]:
        """The same of every row of the file."""
        return (text for text in self.table.column(name) if text)

    def names_each(self, name: str) -> bool:
        """Is it filled in each row, each time with something else?"""
        found = self.column(name)
        return bool(found) and len(found) == len(self.rows) == len(set(found))

    def is_mail(self, name: str) -> bool:
        """Are its values e-mail addresses?"""
        return self._mostly(name, _EMAIL)

    def is_phone(self, name: str) -> bool:
        """Are its values written as phone numbers are? Plain digits may be anything."""
        found = self.column(name)
        signs = sum(any(sign in text for sign in "+-() .") or len(text) == _MOBILE for text in found)
        return self._mostly(name, _PHONE) and signs > len(found) * _MOST

    def _mostly(self, name: str, pattern: re.Pattern[str]) -> bool:
        found = self.column(name)
        return bool(found) and sum(bool(pattern.fullmatch(text)) for text in found) > len(found) * _MOST


_MOBILE = 11  # digits of a mobile number in China, which is mostly written without signs
