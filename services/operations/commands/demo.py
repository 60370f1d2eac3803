"""`hindsight demo`: how does a newcomer get a company to look around in, or a log of millions of events?"""

import time
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import uuid4

import typer

from services.operations.console import Json, answer, fail, table
from shared.settings import from_environment

Seed = Annotated[int, typer.Option(help="Another seed makes another company.")]


def demo(
    size: Annotated[
        Literal["small", "medium", "large"], typer.Option(help="200, 5,000 or 100,000 customers.")
    ] = "small",
    customers: Annotated[
        int | None, typer.Option(help="So many customers instead.", min=1, max=10_000_000)
    ] = None,
    events: Annotated[
        int | None,
        typer.Option(help="Instead: about so many events of six years.", min=1_000, max=1_000_000_000),
    ] = None,
    seed: Seed = 1,
    as_of: Annotated[
        datetime | None, typer.Option(help="Its last day; today by default.", formats=["%Y-%m-%d"])
    ] = None,
    json: Json = False,
) -> None:
    """Fill a believable bilingual company: branches, teams, users, products, customers, eighteen months of
    deals, and what was said and is to be done; and tell with which passwords one can sign in.

    The same seed and day make the same company, to the last event; repeating it changes nothing. With
    --events, facts of six years are written straight into the log, in bulk, by several processes.
    """
    day = as_of.date() if as_of else None
    if events is None:
        _company(size, customers, seed, day, json)
    else:
        _history(events, seed, day, json)


def _company(size: str, customers: int | None, seed: int, as_of: date | None, json: bool) -> None:
    from services.operations.demo.company import Company
    from services.operations.demo.filling import SIZES, fill, reference_date
    from services.operations.demo.letting_in import let_in
    from services.operations.importing import showing
    from services.operations.importing.destination import destination

    with destination(from_environment()) as there, showing.progress() as shown:
        day = as_of or reference_date(seed, there.log) or date.today()
        company = Company(customers or SIZES[size], seed, day)
        report = fill(company, there.log, there.bus, uuid4(), shown)
        entries = let_in(company, there)
        there.wait(there.log.watermark())
    if not json:
        showing.answer(report, json=False)
    users = [entry._asdict() for entry in entries]
    answer({**report.to_dict(), "users": users}, _invitation(entries), json=json)


def _invitation(entries: Sequence[tuple[str, ...]]) -> str:
    if not entries:
        return "Who can sign in already keeps the password; `hindsight users set-password` gives another."
    return "\n" + table(("sign in as", "of", "e-mail", "password, for the first time"), [*entries])


def _history(events: int, seed: int, as_of: date | None, json: bool) -> None:
    from services.operations.demo.history import AnotherDay, write_history
    from services.operations.installation import installed
    from services.operations.migration import migrated
    from services.operations.progress import counted

    began = time.monotonic()
    with migrated(installed(from_environment())) as url, counted("events", events) as shown:
        try:
            written = write_history(url, events, seed, as_of=as_of, progress=shown)
        except AnotherDay as error:
            fail(str(error), 2)
        except KeyboardInterrupt:
            fail("Stopped. The same command goes on where this one was.", 130)
    seconds = time.monotonic() - began
    answer({"events": written, "seconds": round(seconds, 1)}, _told(written, seconds), json=json)


def _told(written: int, seconds: float) -> str:
    if not written:
        return "Nothing changed: this history is in the log already."
    return (
        f"{written:,} events in {seconds:.1f} s ({written / seconds:,.0f}/s). Read models follow while "
        "Hindsight runs; `hindsight projections rebuild` folds so many faster."
    )
