"""How does somebody who waits see how far long work has come?"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

PLAIN_SECONDS = 2.0

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
    began = time.monotonic()

    def show(done: int) -> None:
        bar.update(task, completed=done, rate=f"{done / (time.monotonic() - began):,.0f}/s")

    return show


def _lines(console: Console, what: str, total: int) -> Shown:
    began = last = time.monotonic()

    def show(done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < PLAIN_SECONDS:
            return
        last, rate = now, done / (now - began)
        left = (total - done) / max(rate, 1)
        console.print(f"{what}: {done:,} of {total:,}, {rate:,.0f}/s, {left:,.0f} s left", highlight=False)

    return show
