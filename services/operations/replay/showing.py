"""How does a person see a replay: its progress, and the rows it folded?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from services.operations import progress as shown
from services.operations.console import table
from shared.replay import progress as replay
from shared.replay.fold import Folded

SHOWN_ROWS = 50
_WIDEST = 40


@contextmanager
def progress() -> Iterator[replay.Watch]:
    """How far it has come, while it lasts."""
    with shown.progress() as show:
        yield lambda now: show(_step(now))


def _step(now: replay.Progress) -> shown.Step:
    told = f"position {now.position:,} of {now.upto:,}, {now.events:,} events, {now.rate:,.0f}/s"
    return shown.Step("replay", now.share, told, now.eta_seconds)


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
