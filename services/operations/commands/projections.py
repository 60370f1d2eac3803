"""What can be asked of, and done to, read models?"""

from typing import Annotated

import typer

from services.operations.console import Json, answer, table
from shared.settings import from_environment

app = typer.Typer(help="Read models: where they stand, and folding them again.", no_args_is_help=True)
Names = Annotated[list[str] | None, typer.Argument(help="Which ones; none means all.")]


@app.command("list")
def listed(json: Json = False) -> None:
    """Every read model and policy: how far it has come, and what stopped it."""
    from services.operations.read_models import states

    found = states(from_environment())
    rows = [(each.name, each.version, each.position, each.behind, each.error) for each in found]
    answer(found, table(("name", "version", "position", "behind", "stopped by"), rows), json=json)


@app.command()
def rebuild(names: Names = None, json: Json = False) -> None:
    """Fold read models again from the first event; readers see the old rows until then."""
    from services.operations.read_models import rebuild as fold_again

    done = fold_again(from_environment(), names or [])
    answer(done, f"Folded {', '.join(done['rebuilt'])} again.", json=json)
