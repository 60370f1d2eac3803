"""How does the trial context carry out its commands?"""

import time
from operator import attrgetter

from services import product  # noqa: F401 - declares every refusal of the product
from shared.application import Aggregate, Application, Right
from shared.log.log import Log
from shared.refusals import Refused
from shared.rights.directory import Directory
from tests.contracts.events.trial import Noted
from tests.contracts.trial.commands import Note, Refuse, Stumble


def _evolve(notes: tuple[str, ...], event: Noted) -> tuple[str, ...]:
    return (*notes, event.text)


_NOTE = Aggregate[tuple[str, ...]](name="note", initial=(), evolve=_evolve)
_WRITE = Right("note", "write")


def trial(log: Log, directory: Directory | None = None) -> Application:
    """The trial context, kept in this log."""
    app = Application("trial", log, directory)
    for command, decide in ((Note, _note), (Refuse, _refuse), (Stumble, _stumble)):
        app.handles(command, _NOTE, right=_WRITE, stream=attrgetter("note_id"), decide=decide, creates=True)
    return app


def _note(_: tuple[str, ...], command: Note) -> list[Noted]:
    time.sleep(command.seconds)
    return [Noted(text=command.text)]


def _refuse(_: tuple[str, ...], command: Refuse) -> list[Noted]:
    raise Refused.kinds[command.kind](command.field, **(command.details or {}))


def _stumble(_: tuple[str, ...], command: Stumble) -> list[Noted]:
    raise ZeroDivisionError("the planted bug")
