"""Which text of a row does a column name or template stand for?"""

import re
from collections.abc import Callable, Sequence

from services.importing.problems import Unreadable

Text = Callable[[Sequence[str]], str]
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
    """Cells → text for a column's name, or for a template with `{column}` places (blank if all are)."""
    places = _PLACE.findall(template)
    if not places:
        number = column_number(header, template, file)
        return lambda cells: cells[number]
    numbers = [column_number(header, place, file) for place in places]
    pattern = _PLACE.sub("{}", template)

    def text(cells: Sequence[str]) -> str:
        parts = [cells[number] for number in numbers]
        return pattern.format(*parts) if any(parts) else ""

    return text
