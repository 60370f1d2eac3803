"""What is kept of a record of any kind, so that it is found and named?"""

from typing import Annotated
from uuid import UUID

from msgspec import field

from shared.projection import Row, SearchTokens
from shared.search import tokens


class RecordRow(Row):
    """A record of any kind.

    words:    what else it is found by: numbers, addresses.
    named:    the tokens of the title alone, for readers who may not see the words.
    about_id: the record it belongs to.
    gone:     archived, discarded, dissolved, withdrawn: it keeps its name, and is not found.
    """

    stream_id: UUID
    object: str
    title: str
    subtitle: str
    tokens: Annotated[list[str], SearchTokens]
    named: list[str]
    owner_id: UUID | None = None
    branch: str = ""
    about_id: UUID | None = None
    words: list[str] = field(default_factory=list)
    gone: bool = False


def begun(
    stream_id: UUID,
    thing: str,
    title: str,
    *,
    owner_id: UUID | None = None,
    branch: str = "",
    about_id: UUID | None = None,
) -> RecordRow:
    """The row of a new record."""
    row = RecordRow(stream_id, thing, title, "", [], [], owner_id, branch, about_id)
    return found_by(row, title=title)


def found_by(row: RecordRow, *, title: str | None = None, words: list[str] | None = None) -> RecordRow:
    """The row with another title, or found by other words."""
    row.title = row.title if title is None else title
    row.words = row.words if words is None else words
    row.named = tokens(row.title)
    row.tokens = sorted({*row.named, *(token for word in row.words for token in tokens(word))})
    return row
