"""Where does a projection come from, in this process and in those of a cluster?"""

import hashlib
import importlib
import sys
import traceback
from importlib.abc import InspectLoader
from pathlib import Path
from types import CodeType, ModuleType

import msgspec

from shared.projection import Projection


class NoProjection(ValueError):
    """There is no projection where one was looked for; the message says where, and why not."""


class Source(msgspec.Struct, frozen=True):
    """A projection in a form that travels to other processes.

    where: the module that declares it, or the name of a file whose content is `text`.
    name:  the variable that holds it; empty where there is only one.
    """

    where: str
    name: str = ""
    text: str | None = None

    def load(self) -> Projection:
        """The projection. Raises NoProjection."""
        found = {name: value for name, value in vars(self._module()).items() if isinstance(value, Projection)}
        if self.name in found:
            return found[self.name]
        if not self.name and len(found) == 1:
            return next(iter(found.values()))
        wanted = f"no projection named {self.name}" if self.name else "not exactly one projection"
        raise NoProjection(
            f"{self.where} declares {wanted}; it has: {', '.join(sorted(found)) or 'none'}. "
            f"Name one as {self.where}:NAME."
        )

    def _module(self) -> ModuleType:
        try:
            return (
                importlib.import_module(self.where) if self.text is None else _imported(self.where, self.text)
            )
        except Exception as error:  # whatever somebody's file does while it is loaded
            raise NoProjection(f"{self.where} could not be loaded: {_told(error, self.where)}.") from error


def source(text: str) -> Source:
    """`FILE.py`, `FILE.py:name` or `package.module:name`. Raises NoProjection."""
    where, _, name = text.rpartition(":") if ".py:" in text or not text.endswith(".py") else (text, "", "")
    if not where.endswith(".py"):
        return Source(where or text, name if where else "")
    try:
        return Source(where, name, Path(where).read_text(encoding="utf-8"))
    except OSError as error:
        raise NoProjection(f"{where} could not be read: {error.strerror}.") from None


class _Text(InspectLoader):
    """Loads a module from text that another machine may have sent."""

    def __init__(self, where: str, text: str) -> None:
        self._where, self._text = where, text

    def get_source(self, fullname: str) -> str:
        return self._text

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self._text, self._where)


def _imported(where: str, text: str) -> ModuleType:
    # Under a name of its own, so that the types its rows name can be looked up there.
    name = f"replayed_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    module = sys.modules[name] = ModuleType(name)
    try:
        _Text(where, text).exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _told(error: Exception, where: str) -> str:
    lines = [entry.lineno for entry in traceback.extract_tb(error.__traceback__) if entry.filename == where]
    at = f"line {lines[-1]}: " if lines else ""
    return f"{at}{type(error).__name__}: {error}"
