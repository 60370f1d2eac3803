"""The `hindsight` command line: what can an operator ask for?

Nothing heavy is imported before a command runs, so that the answer to `--help` is instant.
"""

import typer

from services.operations import failures
from services.operations.commands import (
    demo,
    doctor,
    events,
    import_files,
    parked,
    people,
    projections,
    replay,
    running,
    sign_in,
    status,
    undo_import,
)

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
app.command()(running.scheduler)
app.command("run-distributed")(running.run_distributed)
app.command()(running.migrate)
app.command("import")(import_files.import_files)
app.command("undo-import")(undo_import.undo_import)
app.command()(undo_import.imports)
app.command()(demo.demo)
app.command()(replay.replay)
app.command()(status.status)
app.command()(doctor.doctor)
app.add_typer(sign_in.admin, name="admin")
app.add_typer(sign_in.users, name="users")
app.add_typer(sign_in.tokens, name="tokens")
app.add_typer(people.branches, name="branches")
app.add_typer(people.roles, name="roles")
app.add_typer(projections.app, name="projections")
app.add_typer(parked.app, name="parked")
app.add_typer(events.app, name="events")


def main() -> None:
    """Run the command in the process's arguments."""
    failures.install()
    # The command itself instead of the app, which would put an excepthook of its own in place of ours.
    typer.main.get_command(app)()
