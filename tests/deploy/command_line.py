"""Would the `hindsight` command line understand these arguments?"""

from collections.abc import Sequence

import typer.main

from services.operations.cli import app


def understood(arguments: Sequence[str]) -> bool:
    """Whether a command of this name takes the rest as its arguments. Raises a usage error where not."""
    hindsight = typer.main.get_group(app)
    name, *rest = arguments
    command = hindsight.commands.get(name)
    if command is None:
        return False
    command.make_context(name, rest)
    return True
