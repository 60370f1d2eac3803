"""Where do the read models stand, and how are they folded again?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from services import product
from services.operations.database import engine
from shared.projection import Projection
from shared.projector.builds import status
from shared.projector.refold import refold
from shared.settings import Settings


class State(msgspec.Struct):
    """One reader of the log; `behind` counts positions up to the watermark."""

    name: str
    version: int
    position: int
    behind: int
    error: str | None


class UnknownProjection(ValueError):
    """There is no read model of that name; the message lists those there are."""


def states(settings: Settings) -> list[State]:
    """Every read model and policy."""
    with engine(settings) as opened, opened.connect() as connection:
        watermark = connection.exec_driver_sql("select position from log.watermark").scalar_one()
        return [
            State(*each.build[:2], each.position, max(0, watermark - each.position), each.state.error)
            for each in status(connection)
            if each.state.state != "previous"
        ]


def rebuild(settings: Settings, names: Sequence[str]) -> dict[str, list[str]]:
    """Fold these read models (all of them if none is named) again. Raises UnknownProjection."""
    chosen = _chosen(names)
    with engine(settings) as opened, _progress() as progress:
        task = progress.add_task("folding")
        refold(opened, chosen, lambda done, total: progress.update(task, completed=done, total=total))
    return {"rebuilt": [projection.name for projection in chosen]}


def _chosen(names: Sequence[str]) -> list[Projection]:
    known = {projection.name: projection for projection in product.PROJECTIONS}
    if unknown := sorted(set(names) - set(known)):
        raise UnknownProjection(
            f"There is no read model {', '.join(unknown)}; there are: {', '.join(sorted(known))}."
        )
    return [known[name] for name in names] if names else list(known.values())


@contextmanager
def _progress() -> Iterator[Progress]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield progress
