"""What can be asked of, and done to, read models?"""

from typing import Annotated

import typer

from services.operations.console import Json, answer
from shared.settings import from_environment

app = typer.Typer(help="Read models: where they stand, and folding them again.", no_args_is_help=True)
Names = Annotated[list[str] | None, typer.Argument(help="Which ones; none means all.")]
Name = Annotated[str, typer.Argument(help="Which one.")]
Workers = Annotated[
    int | None, typer.Option(help="How many processes fold; by default as many as pay.", min=1)
]
Cancel = Annotated[bool, typer.Option("--cancel", help="Give up a rebuild that was broken off.")]


@app.command("list")
def listed(json: Json = False) -> None:
    """Every build of a read model, and every policy: how far it is, and what stopped it."""
    from services.operations.read_models import listing

    found = listing.listed(from_environment())
    answer(found, listing.text(found), json=json)


@app.command()
def rebuild(names: Names = None, workers: Workers = None, cancel: Cancel = False, json: Json = False) -> None:
    """Fold read models again from the first event; the old rows serve until the new ones are verified.

    Ctrl-C pauses, and the same command goes on. Ends with 1 if a read model stays as it was, with 130 when
    it was paused.
    """
    from services.operations.read_models import rebuilding, showing

    if cancel:
        given_up = rebuilding.cancel(from_environment(), names or [])
        text = f"Given up: {', '.join(given_up)}." if given_up else "There was no rebuild to give up."
        answer({"cancelled": given_up}, text, json=json)
        return
    done, failed = rebuilding.rebuild(from_environment(), names or [], workers)
    answer({"rebuilt": done, "failed": failed}, showing.rebuilt(done, failed), json=json)
    if failed:
        raise typer.Exit(1)


@app.command()
def verify(names: Names = None, json: Json = False) -> None:
    """Fold read models a second time beside those that serve; the exit code is 1 if rows differ."""
    from services.operations.read_models import rebuilding, showing

    verdicts = rebuilding.verify(from_environment(), names or [])
    answer(verdicts, showing.verified(verdicts), json=json)
    if not all(verdict.same for verdict in verdicts):
        raise typer.Exit(1)


@app.command()
def pause(name: Name, json: Json = False) -> None:
    """Let a read model or policy follow the log no further; queries go on seeing its rows."""
    from services.operations.read_models import pausing

    pausing.pause(from_environment(), name)
    answer({"paused": name}, f"{name} is paused.", json=json)


@app.command()
def resume(name: Name, json: Json = False) -> None:
    """Let a read model or policy follow the log again."""
    from services.operations.read_models import pausing

    pausing.resume(from_environment(), name)
    answer({"resumed": name}, f"{name} follows the log again.", json=json)


@app.command()
def rollback(name: Name, json: Json = False) -> None:
    """Serve the rows that served before the last rebuild, brought up to date."""
    from services.operations.read_models import rebuilding

    generation = rebuilding.rollback(from_environment(), name)
    answer({"name": name, "generation": generation}, f"{name}: build {generation} serves again.", json=json)
