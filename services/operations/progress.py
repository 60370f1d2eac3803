"""How does somebody who waits see how far long work has come?"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

PLAIN_SECONDS = 2.0
RECENT_SECONDS = 20.0


class Step(NamedTuple):
    """What is being done, the `share` of it (0 to 1) that is, figures in words, and seconds left if known."""

    what: str
    share: float
    told: str = ""
    eta_seconds: float | None = None

    @property
    def figures(self) -> str:
        """The figures and the time left."""
        left = "" if self.eta_seconds is None else f"{self.eta_seconds:,.0f} s left"
        return ", ".join(filter(None, (self.told, left)))


Shown = Callable[[Step], None]
"""Takes how far it is by now."""


@contextmanager
def progress() -> Iterator[Shown]:
    """On standard error: a bar with figures and time left on a terminal, else a line every two seconds."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TextColumn("{task.fields[told]}"), console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0, told="")
        yield lambda step: bar.update(task, description=step.what, completed=step.share, told=step.figures)


def _lines(console: Console) -> Shown:
    last = time.monotonic()

    def show(step: Step) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_SECONDS:
            last = time.monotonic()
            line = f"{step.what} {step.share:.0%} {step.figures}".rstrip()
            console.print(line, highlight=False, markup=False, soft_wrap=True)

    return show


@contextmanager
def counted(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """The same for whoever only knows how many of them are done by now."""
    rate = _Rate()
    with progress() as shown:
        yield lambda done: shown(_step(what, done, total, rate.after(done)))


def _step(what: str, done: int, total: int, rate: float) -> Step:
    eta = (total - done) / rate if rate else None
    return Step(what, done / max(total, 1), f"{done:,} of {total:,}, {rate:,.0f}/s", eta)


class _Rate:
    """How much is done in a second, of late: what was there already is skipped much faster."""

    def __init__(self) -> None:
        self._seen = deque([(time.monotonic(), 0)])

    def after(self, done: int) -> float:
        now = time.monotonic()
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] < now - RECENT_SECONDS:
            self._seen.popleft()
        began, before = self._seen[0]
        return (done - before) / (now - began) if now > began else 0.0
