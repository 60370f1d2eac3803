"""`hindsight demo`: how does a newcomer get a company to look around in?"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import uuid4

import typer

from services.operations.console import Json
from shared.settings import from_environment


def demo(
    size: Annotated[
        Literal["small", "medium", "large"], typer.Option(help="200, 5,000 or 100,000 customers.")
    ] = "small",
    customers: Annotated[
        int | None, typer.Option(help="So many customers instead.", min=1, max=10_000_000)
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed makes another company.")] = 1,
    as_of: Annotated[
        datetime | None, typer.Option(help="Its last day; today by default.", formats=["%Y-%m-%d"])
    ] = None,
    json: Json = False,
) -> None:
    """Fill a believable bilingual company: offices, agents, products, customers, eighteen months of deals.

    The same seed and day make the same company, to the last event; repeating it changes nothing.
    """
    from services.operations.demo.company import Company
    from services.operations.demo.filling import SIZES, fill, reference_date
    from services.operations.importing.destination import destination
    from services.operations.importing.showing import answer, progress

    with destination(from_environment()) as there, progress() as shown:
        day = as_of.date() if as_of else reference_date(seed, there.log) or date.today()
        company = Company(customers or SIZES[size], seed, day)
        report = fill(company, there.log, there.bus, uuid4(), shown)
        there.wait(report.position)
    answer(report, json=json)
