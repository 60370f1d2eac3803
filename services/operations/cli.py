"""The `hindsight` command line: what can an operator ask for?

Nothing heavy is imported before a command runs, so that the answer to `--help` is instant.
"""

import typer

from services.operations import demo_command, failures, import_command, undo_command
from services.operations.commands import doctor, projections, running

app = typer.Typer(
    name="hindsight",
    help="Hindsight, a CRM that never forgets.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(running.serve)
app.command()(running.gateway)
app.command()(running.service)
app.command()(running.relay)
app.command()(running.projector)
app.command("run-distributed")(running.run_distributed)
app.command()(running.migrate)
app.command("import")(import_command.import_files)
app.command("undo-import")(undo_command.undo_import)
app.command()(undo_command.imports)
app.command()(demo_command.demo)
app.command()(doctor.doctor)
app.add_typer(projections.app, name="projections")


def main() -> None:
    """Run the command in the process's arguments."""
    failures.install()
    # The command itself instead of the app, which would put an excepthook of its own in place of ours.
    typer.main.get_command(app)()
