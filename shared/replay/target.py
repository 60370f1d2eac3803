"""Where can events be exported to?"""

from typing import NamedTuple, Protocol

import pyarrow as pa

from shared.log.scan import Scan


class Reached(NamedTuple):
    """How far a target has come: up to which position, and with how many events."""

    position: int
    events: int


class Target(Protocol):
    """Takes events step by step. Each step is whole or not there, whatever ends the process."""

    def begin(self, log: str, filters: Scan) -> Reached:
        """Find out how far it has come with this log and these filters, and undo a step that was broken off.

        Raises OtherExport where it holds anything else, and Busy where another process is at it.
        """

    def write(self, events: pa.Table, position: int, upto: int) -> None:
        """Add the next events (shape: EVENTS), after which it has come to `position` on the way to `upto`."""

    def close(self) -> None:
        """Let others have it."""


class Busy(RuntimeError):
    """Another process writes to the same target at this moment; the message names it."""
