"""What may headers and values of files be called, in English and Chinese?"""

import re
import tomllib
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("words.toml")
WORDS: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


def plain(header: str) -> str:
    """A header without capitals, blanks and signs, so that `E-Mail` and `email` are one word."""
    return re.sub(r"[\W_]", "", header.casefold())
