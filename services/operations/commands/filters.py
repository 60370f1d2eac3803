"""Which options choose events, for every command that takes some of them?"""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

import typer

_BOUND = "POSITION|DATE|INSTANT"


class Filters(NamedTuple):
    """What was chosen at the command line; nothing chosen lets every event pass."""

    first: Annotated[str | None, typer.Option("--from", help="Not before this.", metavar=_BOUND)] = None
    until: Annotated[
        str | None, typer.Option(help="Not after this; a day counts to its end.", metavar=_BOUND)
    ] = None
    by: Annotated[
        Literal["occurred", "recorded"], typer.Option(help="Which of its times decides when an event was.")
    ] = "occurred"
    type: Annotated[
        list[str] | None, typer.Option(help="Only these, such as sales.DealWon; may be repeated.")
    ] = None
    context: Annotated[list[str] | None, typer.Option(help="Only these, such as sales.")] = None
    branch: Annotated[list[str] | None, typer.Option(help="Only what happened in these branches.")] = None
    stream: Annotated[list[UUID] | None, typer.Option(help="Only what happened to these records.")] = None
    actor: Annotated[list[str] | None, typer.Option(help="Only what these people did.")] = None
    correlation: Annotated[
        UUID | None, typer.Option(help="Only what came of this request, import or form.")
    ] = None
    text: Annotated[
        str | None, typer.Option(help="Only events that hold this text, in the same letters.")
    ] = None


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all of these options; it takes them as its first argument."""
    shared = signature(Filters).parameters

    @wraps(command)
    def run(**given: Any) -> None:
        command(Filters(**{name: given.pop(name) for name in shared}), **given)

    own = list(signature(command).parameters.values())[1:]
    keywords = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in (*shared.values(), *own)]
    run.__signature__ = signature(command).replace(parameters=keywords)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in keywords}
    return run
