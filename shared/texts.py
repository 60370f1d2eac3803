"""Which characters may a text hold that somebody typed in? One rule for every field (docs/text.md)."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from shared.marks import N_

CONTROL = N_("contains a control character")
DIRECTION = N_("contains a hidden mark that turns the direction of text")
ONE_LINE = N_("must be one line")
# What ends a line, to Unicode.
_BREAK = re.compile(r"[\n\v\f\r\x85\u2028\u2029]")
# What no text needs: codes of terminals, and what is no character at all and breaks XML, thus Excel files.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Embeddings, overrides and isolates: with them what is read is not what is there.
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def problem_with(text: str, *, lines: bool = False) -> str | None:
    """What is wrong with the text, to be translated. `lines`: there may be several, and tabs in them."""
    if not lines and _BREAK.search(text):
        return ONE_LINE
    if _CONTROL.search(text) or (not lines and "\t" in text):
        return CONTROL
    return DIRECTION if _DIRECTION.search(text) else None


def _line(text: str) -> str:
    return _checked(text, problem_with(text))


def _lines(text: str) -> str:
    return _checked(text, problem_with(text, lines=True))


def _checked(text: str, problem: str | None) -> str:
    if problem:
        raise PydanticCustomError("text", problem)
    return text


OneLine = AfterValidator(_line)
"""Keeps a text to one line without hidden characters."""

SeveralLines = AfterValidator(_lines)
"""Keeps a text to what can be seen, tabs and line breaks."""

ShortLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), OneLine]
"""One line of text that may be empty."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000), SeveralLines]
"""Free text over several lines, at most 10,000 characters."""
