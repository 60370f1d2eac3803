"""May whoever sends a command do what it asks for?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from shared.application import Application
from shared.commands import Command
from shared.events import Event
from shared.records import Commit, Receipt
from shared.refusals import Forbidden, Invalid, NotFound
from shared.rights.levels import Level
from shared.rights.principal import Principal, Rights
from shared.rights.right import ONES_OWN
from tests.rights.office import (
    FILE,
    BeginAnybodysDiary,
    BeginDiary,
    BeginFile,
    FileBegun,
    GiveFile,
    HandFile,
    InitialFile,
    SealFile,
    Staff,
    WriteFile,
    clerk,
    office,
    sent_by,
)
from tests.spec import MemoryLog

OWN, TEAM, BRANCH, ALL = Level.OWN, Level.TEAM, Level.BRANCH, Level.ALL


class Kept(MemoryLog):
    """Keeps what it was given, too."""

    def __init__(self) -> None:
        super().__init__()
        self.commits: list[Commit] = []

    def append(self, commits: Sequence[Commit]) -> list[Receipt]:
        self.commits += commits
        return super().append(commits)


class Office:
    """The files of an office, and the people in it."""

    def __init__(self, *people: Principal) -> None:
        self.log = Kept()
        self.staff = Staff(*people)
        self.app = office(self.log, self.staff)

    def file(self, owner_id: UUID | None = None, branch: str = "north") -> UUID:
        file_id = uuid4()
        self.log.add(file_id, [FileBegun(text="as it was", owner_id=owner_id, branch=branch)])
        return file_id

    def send(self, person: Principal | str, command: Command) -> Event:
        receipt = self.app.handle(command, sent_by(person))
        event: Event = self.log.records[receipt.stream_id][-1].event
        return event


def write(file_id: UUID) -> WriteFile:
    return WriteFile(file_id=file_id, body="changed")


@pytest.mark.parametrize("level", [OWN, TEAM, BRANCH, ALL])
def test_a_level_reaches_the_records_it_says_and_those_of_lower_levels(level: Level) -> None:
    mate = uuid4()
    person = clerk(see=ALL, edit=level, colleagues=(mate,))
    here = Office(person)
    files = {
        OWN: here.file(person.user_id, "elsewhere"),
        TEAM: here.file(mate, "elsewhere"),
        BRANCH: here.file(uuid4(), "north"),
        ALL: here.file(None, ""),
    }
    for needed, file_id in files.items():
        if needed <= level:
            here.send(person, write(file_id))
        else:
            with pytest.raises(Forbidden):
                here.send(person, write(file_id))


def test_what_somebody_may_not_see_is_refused_as_what_is_not_there() -> None:
    person = clerk(see=OWN, edit=ALL)
    here = Office(person)
    hidden, nowhere = here.file(uuid4()), uuid4()
    answers = []
    for file_id in (hidden, nowhere):
        with pytest.raises(NotFound) as refused:
            here.send(person, write(file_id))
        answers.append(str(refused.value).replace(str(file_id), "…"))
    assert answers[0] == answers[1]


def test_what_somebody_may_not_see_cannot_be_begun_again_or_named() -> None:
    person = clerk(see=OWN, create=OWN)
    here = Office(person)
    hidden, own = here.file(uuid4()), here.file(person.user_id)
    with pytest.raises(NotFound):
        here.send(person, BeginFile(file_id=hidden))
    here.send(person, BeginFile(file_id=uuid4(), follows=own))
    nowhere = uuid4()
    for file_id in (hidden, nowhere):
        with pytest.raises(Invalid, match=f"there is no record {file_id}"):
            here.send(person, BeginFile(file_id=uuid4(), follows=file_id))


def test_what_somebody_begins_is_theirs_and_of_their_branch() -> None:
    person = clerk(see=OWN, create=OWN)
    begun: Any = Office(person).send(person, BeginFile(file_id=uuid4()))
    assert (begun.owner_id, begun.branch) == (person.user_id, "north")


def test_a_repeat_is_known_although_the_server_filled_in_the_owner() -> None:
    person = clerk(see=OWN, create=OWN)
    here = Office(person)
    command = BeginFile(file_id=uuid4())
    here.send(person, command)
    assert [commit.digest for commit in here.log.commits] == [command.digest()]


@pytest.mark.parametrize("elsewhere", [{"owner_id": uuid4()}, {"branch": "south"}])
def test_to_begin_a_record_for_another_takes_a_right_that_reaches_there(elsewhere: dict[str, Any]) -> None:
    seller, boss = clerk(see=ALL, create=OWN), clerk(see=ALL, create=OWN, assign=ALL)
    here = Office(seller, boss)
    with pytest.raises(Forbidden):
        here.send(seller, BeginFile(file_id=uuid4(), **elsewhere))
    here.send(boss, BeginFile(file_id=uuid4(), **elsewhere))


def test_a_record_goes_only_to_a_branch_its_sender_sees() -> None:
    person = clerk(see=ALL, assign=ALL, branch_see=BRANCH)
    here = Office(person)
    file_id = here.file(person.user_id)
    with pytest.raises(Forbidden):
        here.send(person, GiveFile(file_id=file_id, owner_id=None, branch="south"))
    here.send(person, GiveFile(file_id=file_id, owner_id=None, branch="north"))


@pytest.mark.parametrize("limited", [{"branch_see": BRANCH}, {"branch_see": ALL, "within": ("north",)}])
def test_a_record_follows_its_new_owner_only_to_a_branch_its_sender_sees(limited: dict[str, Any]) -> None:
    levels = {"see": ALL, "assign": ALL, "branch_see": limited["branch_see"]}
    person = replace(clerk(**levels), within=limited.get("within"))
    here = Office(person)
    neighbour, stranger = here.file(branch="north"), here.file(branch="south")
    file_id = here.file(person.user_id)
    with pytest.raises(Forbidden):
        here.send(person, HandFile(file_id=file_id, owner_id=stranger))
    here.send(person, HandFile(file_id=file_id, owner_id=neighbour))


def test_a_change_of_rights_acts_on_the_next_command() -> None:
    person = clerk(see=ALL, edit=ALL)
    here = Office(person)
    file_id = here.file()
    here.send(person, write(file_id))
    here.staff.people[person.user_id] = replace(person, rights=Rights(levels={"file.see": ALL}))
    with pytest.raises(Forbidden):
        here.send(person, write(file_id))
    del here.staff.people[person.user_id]
    with pytest.raises(Forbidden):
        here.send(person, write(file_id))


@pytest.mark.parametrize("actor", ["", "anna", "policy", str(uuid4())])
def test_whoever_is_not_known_may_do_nothing(actor: str) -> None:
    here = Office()
    with pytest.raises(Forbidden):
        here.send(actor, BeginFile(file_id=uuid4()))


@pytest.mark.parametrize("actor", ["policy:sales", "import", "cli", "demo"])
def test_hindsight_itself_may_do_everything(actor: str) -> None:
    here = Office()
    begun: Any = here.send(actor, BeginFile(file_id=uuid4()))
    assert (begun.owner_id, begun.branch) == (None, "")
    here.send(actor, SealFile(file_id=here.file()))


def test_what_only_hindsight_does_is_refused_to_administrators_too() -> None:
    boss = replace(clerk(), rights=Rights(unlimited=True))
    here = Office(boss)
    with pytest.raises(Forbidden):
        here.send(boss, SealFile(file_id=here.file()))


def test_what_is_ones_own_is_nobody_elses_whatever_their_rights() -> None:
    boss, person = replace(clerk(), rights=Rights(unlimited=True)), clerk()
    here = Office(boss, person)
    file_id = here.file(person.user_id)
    here.send(person, InitialFile(file_id=file_id))
    with pytest.raises(Forbidden):
        here.send(boss, InitialFile(file_id=file_id))


def test_what_is_ones_own_is_begun_by_oneself_only() -> None:
    boss, person = replace(clerk(), rights=Rights(unlimited=True)), clerk()
    here = Office(boss, person)
    assert person.user_id is not None
    with pytest.raises(Forbidden):
        here.send(boss, BeginDiary(owner_id=person.user_id))
    begun: Any = here.send(person, BeginDiary(owner_id=person.user_id))
    assert begun.owner_id == person.user_id


def test_a_command_that_begins_what_is_ones_own_says_whose_it_is_or_the_product_does_not_start() -> None:
    with pytest.raises(TypeError, match="owner_id"):
        Application("office", MemoryLog()).handles(
            BeginAnybodysDiary,
            FILE,
            right=ONES_OWN,
            stream=lambda asked: asked.user_id,
            decide=lambda *_: [],
            creates=True,
        )


@pytest.mark.parametrize(
    ("closed", "problem"), [("hidden", "Extra inputs are not permitted"), ("fixed", "you may see this")]
)
def test_a_field_that_is_closed_is_not_changed_by_any_command(closed: str, problem: str) -> None:
    rights = {"levels": {"file.see": ALL, "file.edit": ALL, "file.create": ALL}}
    person = replace(clerk(), rights=Rights(**rights, **{closed: frozenset(["file.text"])}))  # type: ignore[arg-type]
    here = Office(person)
    file_id = here.file()
    with pytest.raises(Invalid, match=problem) as refused:
        here.send(person, write(file_id))
    assert refused.value.field == "body"
    with pytest.raises(Invalid, match=problem):
        here.send(person, BeginFile(file_id=uuid4(), text="new"))
    here.send(person, BeginFile(file_id=uuid4()))


def test_a_command_without_a_right_fails_when_the_product_starts() -> None:
    with pytest.raises(TypeError, match="right"):
        Application("office", MemoryLog()).handles(  # type: ignore[call-arg]
            WriteFile, FILE, stream=lambda asked: asked.file_id, decide=lambda *_: []
        )


def test_a_principal_bound_to_branches_reaches_nothing_else() -> None:
    person = replace(clerk(see=ALL, edit=ALL, create=ALL), within=("north",))
    here = Office(person)
    here.send(person, write(here.file(None, "north")))
    with pytest.raises(NotFound):
        here.send(person, write(here.file(None, "south")))
    with pytest.raises(Forbidden):
        here.send(person, BeginFile(file_id=uuid4(), branch="south"))
