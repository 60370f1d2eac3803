"""How does everything stand?"""

from typing import Annotated

import typer

from services.operations.console import Json, answer
from shared.settings import from_environment

All = Annotated[bool, typer.Option("--all", help="A line for every partition.")]


def status(every_partition: All = False, json: Json = False) -> None:
    """Positions, lags, owners, parked events and alarms; the exit code is 1 while an alarm is on."""
    from services.operations.standing.asking import status as ask
    from services.operations.standing.telling import text
    from shared.status import thresholds

    found = ask(from_environment(), thresholds.from_environment())
    answer(found.to_dict(), text(found, every_partition=every_partition), json=json)
    if found.alarms:
        raise SystemExit(1)
