"""How does a person see a replay: its progress, and the rows it folded?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from services.operations.console import table
from shared.replay import progress as replay
from shared.replay.fold import Folded

PLAIN_SECONDS = 5.0
SHOWN_ROWS = 50
_WIDEST = 40


@contextmanager
def progress() -> Iterator[replay.Watch]:
    """A bar with rate and time left on a terminal, a line every five seconds elsewhere; on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("replay", total=1.0, told="")
        yield lambda now: bar.update(
            task,
            completed=now.share,
            told=f"{now.events:,} events, {now.rate:,.0f}/s, position {now.position:,}",
        )


def _lines(console: Console) -> replay.Watch:
    last = time.monotonic()

    def show(now: replay.Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_SECONDS:
            last = time.monotonic()
            left = "" if now.eta_seconds is None else f", {now.eta_seconds:.0f} s left"
            console.print(
                f"position {now.position:,} of {now.upto:,}: {now.events:,} events, {now.rate:,.0f}/s{left}",
                highlight=False,
                soft_wrap=True,
            )

    return show


def rows(folded: Folded) -> str:
    """The first rows for a person, and how many more there are."""
    fields = folded.projection.row.__struct_fields__
    shown = folded.rows[:SHOWN_ROWS]
    lines = [table(fields, [tuple(_cell(getattr(row, field)) for field in fields) for row in shown])]
    if len(folded.rows) > SHOWN_ROWS:
        lines.append(f"… and {len(folded.rows) - SHOWN_ROWS:,} more; --to csv:FILE.csv writes all of them.")
    return "\n".join(lines)


def _cell(value: Any) -> str | None:
    text = None if value is None else str(value)
    return text if text is None or len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
