"""How does somebody who waits see how far long work has come?"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

PLAIN_SECONDS = 2.0
RECENT_SECONDS = 20.0

Shown = Callable[[int], None]
"""Takes how much is done by now."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Shown]:
    """On standard error: a bar with rate and time left on a terminal, else a line every two seconds."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console, what, total)
        return
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(TextColumn("{task.description}"), *columns, console=console, transient=True) as bar:
        yield _bar(bar, bar.add_task(what, total=total, rate=""))


def _bar(bar: Progress, task: TaskID) -> Shown:
    rate = _Rate()
    return lambda done: bar.update(task, completed=done, rate=f"{rate.after(done):,.0f}/s")


def _lines(console: Console, what: str, total: int) -> Shown:
    rate, last = _Rate(), time.monotonic()

    def show(done: int) -> None:
        nonlocal last
        speed = rate.after(done)
        if time.monotonic() - last < PLAIN_SECONDS:
            return
        last = time.monotonic()
        left = f", {(total - done) / speed:,.0f} s left" if speed else ""
        console.print(f"{what}: {done:,} of {total:,}, {speed:,.0f}/s{left}", highlight=False)

    return show


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
