"""`hindsight events`: what is in the log, why, and what comes in now?"""

from typing import Annotated

import typer

from services.operations.commands.filters import Sought, filtered
from services.operations.console import Json, answer, fail, say
from shared.settings import from_environment

app = typer.Typer(help="The event log: search, show, follow, count.", no_args_is_help=True)
Before = Annotated[int | None, typer.Option(help="Only below this position: the next page.", min=1)]
Limit = Annotated[int, typer.Option(help="So many at most.", min=1, max=10_000)]


@app.command()
@filtered(Sought)
def search(filters: Sought, before: Before = None, limit: Limit = 20, json: Json = False) -> None:
    """List events, the last ones first."""
    from services.operations.events import showing
    from services.operations.events.finding import newest
    from services.operations.events.wanting import chosen, opened

    with opened(from_environment()) as log, log.engine.connect() as connection:
        found = newest(
            connection, chosen(filters, min(log.watermark, (before or log.watermark + 1) - 1)), limit
        )
    if json:
        answer(
            {"events": [showing.plain(each) for each in found.records], "before": found.before}, "", json=True
        )
        return
    for record in found.records:
        showing.screen().print(showing.line(record))
    if found.before:
        say(f"There are more: --before {found.before}")
    elif not found.records:
        say("No event matches.")


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(help="Its position, its id, or the id of its command.", metavar="POSITION|ID")
    ],
    json: Json = False,
) -> None:
    """Show one event whole, what led to it, and what followed."""
    from services.operations.events import showing
    from services.operations.events.causes import followed, led_to
    from services.operations.events.naming import NoSuchEvent, named
    from services.operations.events.wanting import opened

    with opened(from_environment()) as log, log.engine.connect() as connection:
        try:
            record = named(connection, log.url, name)
        except NoSuchEvent as error:
            fail(str(error))
        chain, effects = led_to(connection, record), followed(connection, record)
    if json:
        answer(showing.story(record, chain, effects), "", json=True)
    else:
        showing.screen().print(showing.details(record, chain, effects))


@app.command()
@filtered(Sought)
def tail(filters: Sought, json: Json = False) -> None:
    """Follow the log: print events as they come in, from now on or from --from; Ctrl-C ends it."""
    from services.operations.events import showing
    from services.operations.events.following import follow
    from services.operations.events.wanting import coming, opened

    screen = showing.screen()
    try:
        with opened(from_environment()) as log:
            for records in follow(log.engine, coming(filters, log.watermark)):
                for record in records:
                    if json:
                        answer(showing.plain(record), "", json=True)
                    else:
                        screen.print(showing.line(record))
    except (KeyboardInterrupt, BrokenPipeError):
        return


@app.command()
@filtered(Sought)
def stats(filters: Sought, json: Json = False) -> None:
    """Count events by type, context, branch, month and actor; say how much room they take."""
    from services.operations.events import showing
    from services.operations.events.statistics import statistics
    from services.operations.events.wanting import chosen, opened

    with opened(from_environment()) as log, log.engine.connect() as connection:
        found = statistics(connection, chosen(filters, log.watermark))
    if json:
        answer(found, "", json=True)
    else:
        for part in showing.figures(found):
            showing.screen().print(part)
