"""`hindsight replay`: how does a data engineer get history out, or fold it anew?"""

from typing import Annotated

import typer

from services.operations.commands.filters import Filters, filtered
from services.operations.console import Json
from shared.settings import from_environment

To = Annotated[
    str | None,
    typer.Option(
        help="parquet:FOLDER, csv:FOLDER, csv:FILE.csv, postgresql://…, or projection:NAME for the terminal.",
        metavar="TARGET",
    ),
]
Folds = Annotated[
    str | None,
    typer.Option(help="Fold the events: a read model's name, or a FILE.py of yours.", metavar="NAME|FILE.py"),
]


@filtered(Filters)
def replay(filters: Filters, to: To = None, projection: Folds = None, json: Json = False) -> None:
    """Replay history: export events, or fold them into a projection, up to any position or day.

    Ctrl-C pauses an export, and the same command goes on; repeated later it adds what is new. Nothing leaves
    a replay: no command, no mail. Ends with 0 when it is finished, with 130 when it was paused.
    """
    from services.operations.replay.running import run

    if not run(from_environment(), to, projection, filters, json=json):
        raise typer.Exit(130)
