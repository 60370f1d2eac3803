"""What do the static files hold as a browser gets them: sheets in one file, modules with their versions?"""

import gzip
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).parents[1] / "static"
SHELL = "css/shell-and-components.css"
"""The sheets every page needs, in one file; a page loads its own besides."""
SHEETS = (
    "tokens",
    "base",
    "buttons",
    "marks",
    "fields",
    "menus",
    "dialog",
    "places",
    "table",
    "palette",
    "shell",
)
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_IMPORT = re.compile(r'((?:from|import) "\./)([\w-]+\.js)"')
_LATER = re.compile(r'(import\("\./)([\w-]+\.js)"')
"""A module that is fetched when it is first needed."""
_LIBRARY = re.compile(r'(import\("\.\./)(vendor/[\w.-]+\.js)"')
"""A library that is fetched when it is first needed."""


class Made(NamedTuple):
    """A text file as it is sent."""

    content: bytes
    compressed: bytes
    kind: str
    version: str


def made(path: str) -> Made | None:
    """The file at this path below static; None for what is sent as it is, or does not exist."""
    return _made(path) if path in _texts() else None


@cache
def _made(path: str) -> Made:
    content = _content(path)
    return Made(content, gzip.compress(content, 9, mtime=0), KINDS[Path(path).suffix], _version(path))


@cache
def asset(path: str) -> str:
    """The address of a static file; it changes with the content, so that a browser may keep it for ever."""
    return f"/static/{path}?v={_version(path)}"


@cache
def modules(path: str) -> list[str]:
    """The addresses of all modules this one imports, itself not among them, so that they load together."""
    found: list[str] = []
    waiting = [path]
    while waiting:
        text = (STATIC / waiting.pop()).read_text(encoding="utf-8")
        new = [f"js/{name}" for _, name in _IMPORT.findall(text)]
        waiting += [name for name in dict.fromkeys(new) if name not in found and name != path]
        found += [name for name in dict.fromkeys(new) if name not in found and name != path]
    return [asset(name) for name in found]


@cache
def _texts() -> frozenset[str]:
    found = (file for file in STATIC.rglob("*") if file.suffix in KINDS)
    return frozenset([SHELL, *(file.relative_to(STATIC).as_posix() for file in found)])


def _content(path: str) -> bytes:
    if path == SHELL:
        return b"\n".join((STATIC / f"css/{name}.css").read_bytes() for name in SHEETS)
    content = (STATIC / path).read_bytes()
    if not path.startswith("js/"):
        return content
    # A module keeps its address until any module changes; so none is asked for again on the next page.
    text = content.decode()
    for imports in (_IMPORT, _LATER):
        text = imports.sub(lambda found: f'{found[1]}{found[2]}?v={_scripts()}"', text)
    text = _LIBRARY.sub(lambda found: f'{found[1]}{found[2]}?v={_version(found[2])}"', text)
    return text.encode()


@cache
def _version(path: str) -> str:
    return _scripts() if path.startswith("js/") else _digest(_content(path))


@cache
def _scripts() -> str:
    return _digest(b"".join(file.read_bytes() for file in sorted((STATIC / "js").glob("*.js"))))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
