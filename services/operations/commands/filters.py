"""Which options choose events, for every command that takes some of them?"""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import typer

_BOUND = "POSITION|DATE|INSTANT"


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of history was chosen at the command line; nothing chosen lets every event pass."""

    first: Annotated[str | None, typer.Option("--from", help="Not before this.", metavar=_BOUND)] = None
    until: Annotated[
        str | None, typer.Option(help="Not after this; a day counts to its end.", metavar=_BOUND)
    ] = None
    by: Annotated[
        Literal["occurred", "recorded"], typer.Option(help="Which of its times decides when an event was.")
    ] = "occurred"
    type: Annotated[
        list[str] | None,
        typer.Option(help="Only these, such as sales.DealWon; may be repeated.", metavar="TYPE"),
    ] = None
    context: Annotated[
        list[str] | None, typer.Option(help="Only these, such as sales.", metavar="CONTEXT")
    ] = None
    branch: Annotated[
        list[str] | None, typer.Option(help="Only what happened in these branches.", metavar="BRANCH")
    ] = None
    stream: Annotated[
        list[UUID] | None, typer.Option(help="Only what happened to these records.", metavar="ID")
    ] = None
    actor: Annotated[
        list[str] | None,
        typer.Option(
            help="Only what these people did: their ids, as `hindsight users list` tells.", metavar="ID"
        ),
    ] = None


class Sought(Filters, frozen=True, kw_only=True):
    """The same for whoever looks for single events."""

    correlation: Annotated[
        UUID | None, typer.Option(help="Only what came of this request, import or form.", metavar="ID")
    ] = None
    text: Annotated[
        str | None, typer.Option(help="Only events that hold this text, in the same letters.")
    ] = None


def filtered(kind: type[Filters]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command, after its own options, all of these; it takes them as its first argument."""
    shared = signature(kind).parameters

    def give(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**given: Any) -> None:
            command(kind(**{name: given.pop(name) for name in shared}), **given)

        own = list(signature(command).parameters.values())[1:]
        keywords = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in (*own, *shared.values())]
        run.__signature__ = signature(command).replace(parameters=keywords)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in keywords}
        return run

    return give
