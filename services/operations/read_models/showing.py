"""How does a person see a rebuild: its progress, and what came of it?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from shared.rebuild import progress as rebuild
from shared.rebuild.rebuild import Rebuilt
from shared.rebuild.verification import Verdict

PLAIN_SECONDS = 5.0


@contextmanager
def progress() -> Iterator[rebuild.Watch]:
    """A bar with rate and time left on a terminal, a line every five seconds elsewhere; on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TextColumn("{task.fields[told]}"), console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0, told="")
        yield lambda now: bar.update(
            task, description=f"{now.name}: {now.phase}", completed=now.share, told=_told(now)
        )


def _told(now: rebuild.Progress) -> str:
    left = "" if now.eta_seconds is None else f", {now.eta_seconds:.0f} s left"
    return f"{now.events:,} events, {now.rate:,.0f}/s{left}" if now.events else ""


def _lines(console: Console) -> rebuild.Watch:
    last = time.monotonic()

    def show(now: rebuild.Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_SECONDS:
            last = time.monotonic()
            line = f"{now.name}: {now.phase} {now.share:.0%} {_told(now)}".rstrip()
            console.print(line, highlight=False, soft_wrap=True)

    return show


def rebuilt(done: list[Rebuilt], failed: list[str]) -> str:
    """A sentence for each."""
    return "\n".join([*map(_rebuilt, done), *failed])


def _rebuilt(one: Rebuilt) -> str:
    rate = f"{one.events / max(one.seconds, 1e-9):,.0f}/s"
    parked = f" {one.parked:,} events are parked, see `hindsight parked list`." if one.parked else ""
    return (
        f"{one.name}: {one.rows:,} rows from {one.events:,} events in {one.seconds:.1f} s ({rate}), "
        f"the same as {one.verified_against}; served now.{parked}"
    )


def verified(verdicts: list[Verdict]) -> str:
    """A sentence for each, and the rows that differ."""
    return "\n".join(line for verdict in verdicts for line in _verified(verdict))


def _verified(verdict: Verdict) -> Iterator[str]:
    told = f"{verdict.name}: {verdict.rows:,} rows at position {verdict.position:,}"
    if verdict.same:
        yield f"{told}, as the events make them (digest {verdict.digest})."
        return
    yield f"{told} are not as the events make them. `hindsight projections rebuild {verdict.name}` mends it."
    yield from (f"  {one.how}: {one.key}" for one in verdict.differences)
