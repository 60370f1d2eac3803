"""Which address of the web dials a number, or begins a mail?"""

import re
from urllib.parse import quote

_EXTENSION = re.compile(r"x(?:t\.?)?\s*(\d+)\s*$", re.IGNORECASE)
_NOT_DIALLED = re.compile(r"[^0-9+#*]")


def reaching(value: str, way: str) -> str:
    """`way` is tel or mailto."""
    if way == "mailto":
        return f"mailto:{quote(value, safe='@')}"
    extension = _EXTENSION.search(value)
    number = quote(_NOT_DIALLED.sub("", value[: extension.start()] if extension else value), safe="+*")
    return f"tel:{number};ext={extension[1]}" if extension else f"tel:{number}"
