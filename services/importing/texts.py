"""Which text of a row does a column name or template stand for?"""

import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import chain

from services.importing.problems import Unreadable

Text = Callable[[Sequence[str]], str]
CONTENT = "#content"
_PLACE = re.compile(r"\{([^{}]+)\}")


def column_number(header: Sequence[str], name: str, file: str) -> int:
    """Where this column stands. Raises Unreadable, naming those there are."""
    if name not in header:
        raise Unreadable(
            f"{file}: there is no column {name!r}, which the mapping uses. "
            f"The header (row 1) has: {', '.join(header)}."
        )
    return list(header).index(name)


def text_of(header: Sequence[str], template: str, file: str) -> Text:
    """Cells → text for a column's name, or for a template with `{column}` places (blank if all are).

    `#content` stands for the whole row: the same again where every cell is.
    """
    if template == CONTENT:
        return lambda cells: sha256("\x1f".join(cells).encode()).hexdigest() if any(cells) else ""
    # Texts and names of columns take turns: "{First} {Last}" → "", First, " ", Last, "".
    parts = _PLACE.split(template)
    if len(parts) == 1:
        number = column_number(header, template, file)
        return lambda cells: cells[number]
    numbers = [column_number(header, place, file) for place in parts[1::2]]

    def text(cells: Sequence[str]) -> str:
        values = [cells[number] for number in numbers]
        if not any(values):
            return ""
        return "".join(chain.from_iterable(zip(parts[::2], [*values, ""], strict=True)))

    return text
