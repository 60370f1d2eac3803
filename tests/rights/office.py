"""A small context of its own: files with an owner and a branch, and a drawer that belongs to nobody."""

from uuid import UUID, uuid4

import msgspec
from msgspec.structs import replace

from shared.application import Aggregate, Application, Consulted, Owned, Reference, Right
from shared.commands import Command
from shared.events import Event
from shared.log.log import Log
from shared.records import Header
from shared.rights.directory import Directory
from shared.rights.levels import Level
from shared.rights.principal import Principal, Rights
from shared.rights.right import HINDSIGHT_ONLY, ONES_OWN


class FileBegun(Event):
    text: str
    owner_id: UUID | None
    branch: str


class FileWritten(Event):
    text: str


class FileGiven(Event):
    owner_id: UUID | None
    branch: str


class BeginFile(Command):
    file_id: UUID
    text: str = ""
    owner_id: UUID | None = None
    branch: str = ""
    follows: UUID | None = None


class WriteFile(Command):
    file_id: UUID
    body: str


class GiveFile(Command):
    file_id: UUID
    owner_id: UUID | None
    branch: str


class HandFile(Command):
    """It goes where its new owner is."""

    file_id: UUID
    owner_id: UUID


class SealFile(Command):
    file_id: UUID


class InitialFile(Command):
    """Sign it with one's own initials."""

    file_id: UUID


class BeginDiary(Command):
    """One's own notes, in a file of one's own."""

    owner_id: UUID
    text: str = ""


class BeginAnybodysDiary(Command):
    """Says by another name whose it is."""

    user_id: UUID


class File(msgspec.Struct, frozen=True):
    text: str = ""
    owner_id: UUID | None = None
    branch: str = ""


def evolve(file: File, event: Event) -> File:
    match event:
        case FileBegun(text=text, owner_id=owner_id, branch=branch):
            return File(text, owner_id, branch)
        case FileWritten(text=text):
            return replace(file, text=text)
        case FileGiven(owner_id=owner_id, branch=branch):
            return replace(file, owner_id=owner_id, branch=branch)
    return file


FILE = Aggregate(
    name="file", initial=File(), evolve=evolve, whose=lambda file: Owned(file.owner_id, file.branch)
)


def office(log: Log, directory: Directory) -> Application:
    app = Application("office", log, directory)
    app.handles(
        BeginFile,
        FILE,
        right=Right("file", "create"),
        stream=_file,
        decide=lambda _, asked: [FileBegun(text=asked.text, owner_id=asked.owner_id, branch=asked.branch)],
        creates=True,
        refers=lambda asked: {"follows": Reference(asked.follows, FileBegun, "file")},
    )
    for command, right, decide in (
        (WriteFile, Right("file", "edit", {"body": "text"}), _written),
        (GiveFile, Right("file", "assign"), _given),
        (SealFile, HINDSIGHT_ONLY, _written),
        (InitialFile, ONES_OWN, _written),
    ):
        app.handles(command, FILE, right=right, stream=_file, decide=decide)
    app.handles(
        HandFile,
        FILE,
        right=Right("file", "assign"),
        stream=_file,
        decide=lambda _, asked, desk: [FileGiven(owner_id=asked.owner_id, branch=desk.branch)],
        consults=lambda _, asked: {"desk": Consulted(asked.owner_id, FILE)},
    )
    app.handles(
        BeginDiary,
        FILE,
        right=ONES_OWN,
        stream=lambda asked: asked.owner_id,
        decide=lambda _, asked: [FileBegun(text=asked.text, owner_id=asked.owner_id, branch="")],
        creates=True,
    )
    return app


def _file(command: Command) -> UUID:
    file_id: UUID = command.file_id  # type: ignore[attr-defined]
    return file_id


def _written(_: File, command: Command) -> list[Event]:
    return [FileWritten(text=getattr(command, "body", "initials"))]


def _given(_: File, command: GiveFile) -> list[Event]:
    return [FileGiven(owner_id=command.owner_id, branch=command.branch)]


class Staff:
    """A directory of the people it is told of."""

    def __init__(self, *people: Principal) -> None:
        self.people = {person.user_id: person for person in people}

    def catch_up(self) -> None:
        """Nothing was recorded anywhere else."""

    def principal(self, user_id: UUID, credential: UUID | None) -> Principal | None:
        return self.people.get(user_id)


def clerk(branch: str = "north", *, colleagues: tuple[UUID, ...] = (), **levels: Level) -> Principal:
    """Somebody with these rights over files; `branch_see=…` is the right to see branches."""
    user_id = uuid4()
    rights = {
        name.replace("_", ".") if "_" in name else f"file.{name}": level for name, level in levels.items()
    }
    return Principal(
        user_id=user_id,
        name="Clerk",
        branch=branch,
        branches=(branch,),
        colleagues=(user_id, *colleagues),
        rights=Rights(levels=rights),
    )


def sent_by(person: Principal | str, credential: UUID | None = None) -> Header:
    """The header of a command this person sends."""
    actor = person if isinstance(person, str) else str(person.user_id)
    return Header(
        command_id=uuid4(),
        correlation_id=uuid4(),
        actor=actor,
        branch="",
        source="web",
        credential=credential,
    )
