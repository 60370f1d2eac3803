"""`hindsight replay`: how does a data engineer get history out, or fold it anew?"""

from typing import Annotated, Literal
from uuid import UUID

import typer

from services.operations.console import Json
from shared.settings import from_environment

_BOUND = "POSITION|DATE|INSTANT"
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
First = Annotated[str | None, typer.Option("--from", help="Not before this.", metavar=_BOUND)]
Last = Annotated[str | None, typer.Option(help="Not after this; a day counts to its end.", metavar=_BOUND)]
By = Annotated[
    Literal["occurred", "recorded"], typer.Option(help="Which of its times decides when an event was.")
]
Types = Annotated[
    list[str] | None, typer.Option(help="Only these, such as sales.DealWon; may be repeated.", metavar="TYPE")
]
Contexts = Annotated[list[str] | None, typer.Option(help="Only these, such as sales.", metavar="CONTEXT")]
Branches = Annotated[
    list[str] | None, typer.Option(help="Only what happened in these branches.", metavar="BRANCH")
]
Streams = Annotated[
    list[UUID] | None, typer.Option(help="Only what happened to these records.", metavar="ID")
]
Actors = Annotated[list[str] | None, typer.Option(help="Only what these people did.", metavar="ACTOR")]


def replay(
    to: To = None,
    projection: Folds = None,
    first: First = None,
    until: Last = None,
    by: By = "occurred",
    type: Types = None,  # noqa: A002 - the option's name
    context: Contexts = None,
    branch: Branches = None,
    stream: Streams = None,
    actor: Actors = None,
    json: Json = False,
) -> None:
    """Replay history: export events, or fold them into a projection, up to any position or day.

    Ctrl-C pauses an export, and the same command goes on; repeated later it adds what is new. Nothing leaves
    a replay: no command, no mail. Ends with 0 when it is finished, with 130 when it was paused.
    """
    from services.operations.replay.choosing import Choice
    from services.operations.replay.running import run

    choice = Choice(
        first=first,
        last=until,
        by=by,
        types=tuple(type or ()),
        contexts=tuple(context or ()),
        branches=tuple(branch or ()),
        streams=tuple(stream or ()),
        actors=tuple(actor or ()),
    )
    if not run(from_environment(), to, projection, choice, json=json):
        raise typer.Exit(130)
