"""Which log position does the answer to this request reflect?"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "Hindsight-Position"
_positions: ContextVar[list[int]] = ContextVar("positions")


@contextmanager
def noted() -> Iterator[list[int]]:
    """Within the block, what `note` is told on behalf of this request is gathered in the list."""
    gathered: list[int] = []
    token = _positions.set(gathered)
    try:
        yield gathered
    finally:
        _positions.reset(token)


def note(position: int) -> None:
    """What is being answered knows of everything up to this position of the log."""
    if (gathered := _positions.get(None)) is not None:
        gathered.append(position)
