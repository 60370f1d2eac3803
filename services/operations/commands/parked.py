"""What could not be folded, and what becomes of it?"""

from typing import Annotated

import typer

from services.operations.console import Json, answer
from shared.settings import from_environment

app = typer.Typer(
    help="Events that a read model or policy could not take: why, and what becomes of them.",
    no_args_is_help=True,
)
Of = Annotated[str | None, typer.Argument(help="Which read model or policy; none means all.")]
Name = Annotated[str, typer.Argument(help="Which read model or policy.")]
Position = Annotated[int, typer.Argument(help="The event's position in the log.", min=1)]
Only = Annotated[
    int | None, typer.Option("--position", help="Only the stream of the event at this position.", min=1)
]


@app.command("list")
def listed(name: Of = None, json: Json = False) -> None:
    """Events that failed, those that wait behind them in their stream, and those that were skipped."""
    from services.operations.parked import asking, telling

    found = asking.listed(from_environment(), name)
    answer(found, telling.listed(found), json=json)


@app.command()
def show(position: Position, json: Json = False) -> None:
    """One event: why it is parked and for what, and what the log holds, byte for byte."""
    from services.operations.parked import asking, telling

    found = asking.shown(from_environment(), position)
    answer(found, telling.shown(found), json=json)


@app.command()
def retry(name: Of = None, position: Only = None, json: Json = False) -> None:
    """Fold parked events after all, each stream in order; the exit code is 1 while some stay parked.

    A policy reacts to its own by itself, when a process starts whose release can load them.
    """
    from services.operations.parked import asking, telling

    done = asking.retry(from_environment(), name, position)
    answer(done, telling.retried(done), json=json)
    if done.parked:
        raise SystemExit(1)


@app.command()
def skip(name: Name, position: Position, json: Json = False) -> None:
    """Let a read model or policy do without an event for good, and fold what waits behind it."""
    from services.operations.parked import asking, telling

    done = asking.skip(from_environment(), name, position)
    answer(done, telling.skipped(name, position, done), json=json)
