"""Does a colleague get one mail for what was given to them or where they were named, if they may see it?"""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from events.activities import NoticeMailed, NoticeNotMailed
from projections.identity.access import Access
from services import product
from services.activities.application import activities
from services.activities.commands import CorrectActivity, LogActivity, MarkNoticesRead, PlanTask
from services.activities.notices import stream_of
from services.customers.application import customers
from services.customers.commands import RegisterCustomer
from services.operations.reminding.mail_server import MailServer
from services.operations.reminding.noticing import UNSEEN, Noticing
from shared.commands import Command
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from shared.records import Header, Receipt
from tests.people import Person, people
from tests.reminders.test_reminders import Mailbox, mailbox

__all__ = ["mailbox"]
NOW = datetime.now(UTC)
NEEDED = ("notices", "notices_read", "record_index", "colleagues", "teams", "branches")


class Office:
    """Ada, who gives and names, and Bea in the east, who is to be told."""

    def __init__(self, database: Engine, server: MailServer) -> None:
        staff = people(database)
        self.ada = staff.administrator()
        self.bea: Person = staff.person("salesperson", "East", "Bea")
        self.log = Log(database)
        access = Access(database)
        self._apps = {"activities": activities(self.log, access), "customers": customers(self.log, access)}
        self._projector = Projector(database, [each for each in product.PROJECTIONS if each.name in NEEDED])
        self._projector.prepare()
        self._fence = Fence(database)
        self._engine, self._server = database, server
        self.noticing = self.scheduler()

    def scheduler(self) -> Noticing:
        return Noticing(self._engine, self._apps["activities"], self._server, "https://crm.example.com")

    def do(self, command: Command, source: str = "web") -> Receipt:
        header = Header(
            command_id=uuid4(),
            correlation_id=uuid4(),
            actor=str(self.ada.user_id),
            branch="",
            source=source,
        )
        return self._apps[command.service()].handle(command, header)

    def customer(self, branch: str, owner_id: UUID | None = None) -> UUID:
        customer_id = uuid4()
        self.do(
            RegisterCustomer(
                customer_id=customer_id, kind="organization", name="Kestrel", owner_id=owner_id, branch=branch
            )
        )
        return customer_id

    def note(self, customer_id: UUID, *mentions: UUID) -> LogActivity:
        said = LogActivity(
            activity_id=uuid4(),
            kind="note",
            subject="Look at this",
            happened_at=NOW,
            customer_id=customer_id,
            mentions=mentions,
        )
        self.do(said)
        return said

    def step(self, now: datetime = NOW) -> None:
        self.fold()
        self.noticing.step(now)
        self.fold()

    def fold(self) -> None:
        self._fence.advance()
        self._projector.catch_up()

    @property
    def outcomes(self) -> list[object]:
        found = (record.event for record in self.log.stream(stream_of(self.bea.user_id)))
        return [event for event in found if isinstance(event, NoticeMailed | NoticeNotMailed)]


@pytest.fixture
def office(database: Engine, mailbox: tuple[Mailbox, MailServer]) -> Office:
    return Office(database, mailbox[1])


def test_whoever_gets_something_is_told_by_mail_once(
    office: Office, mailbox: tuple[Mailbox, MailServer]
) -> None:
    task = PlanTask(task_id=uuid4(), title="Ring Kestrel", owner_id=office.bea.user_id, branch="East")
    office.do(task)
    office.step()
    office.step()
    (mail,) = mailbox[0].mails
    assert mail["Subject"] == "Ada assigned you: Ring Kestrel"
    assert f"https://crm.example.com/tasks/{task.task_id}" in mail.get_content()
    assert [type(each) for each in office.outcomes] == [NoticeMailed]


def test_what_is_imported_or_ones_own_is_mailed_to_nobody(
    office: Office, mailbox: tuple[Mailbox, MailServer]
) -> None:
    imported = PlanTask(task_id=uuid4(), title="Imported", owner_id=office.bea.user_id, branch="East")
    office.do(imported, source="import")
    office.do(PlanTask(task_id=uuid4(), title="Own", owner_id=office.ada.user_id))
    office.step()
    assert mailbox[0].mails == []


def test_whoever_is_named_in_a_note_is_told_once_and_those_named_later_then(
    office: Office, mailbox: tuple[Mailbox, MailServer]
) -> None:
    customer_id = office.customer("East", office.bea.user_id)
    note = office.note(customer_id, office.ada.user_id)
    office.step()
    assert mailbox[0].mails == []
    corrected = CorrectActivity(
        activity_id=note.activity_id,
        kind="note",
        subject="Look at this",
        happened_at=note.happened_at,
        mentions=(office.bea.user_id, office.ada.user_id),
    )
    office.do(corrected)
    office.do(corrected)
    office.step()
    (mail,) = mailbox[0].mails
    assert mail["Subject"] == "Ada asks you to look at: Kestrel"
    assert len(office.outcomes) == 1


def test_whoever_may_not_see_the_record_gets_no_mail(
    office: Office, mailbox: tuple[Mailbox, MailServer]
) -> None:
    office.note(office.customer("West"), office.bea.user_id)
    office.step()
    office.step()
    assert mailbox[0].mails == []
    (outcome,) = office.outcomes
    assert isinstance(outcome, NoticeNotMailed)
    assert outcome.reason == UNSEEN


def test_a_read_model_that_was_folded_again_mails_nothing_twice(
    office: Office, mailbox: tuple[Mailbox, MailServer]
) -> None:
    office.do(PlanTask(task_id=uuid4(), title="Ring", owner_id=office.bea.user_id, branch="East"))
    office.fold()
    office.noticing.step(NOW)
    # The read model has not heard that it was mailed, and another process takes over.
    office.scheduler().step(NOW)
    office.do(MarkNoticesRead(owner_id=office.ada.user_id, upto=1))
    office.step()
    assert len(mailbox[0].mails) == 1


def test_a_mail_put_off_is_tried_again_for_a_day(office: Office, mailbox: tuple[Mailbox, MailServer]) -> None:
    mailbox[0].answers = ["451 later, please"]
    office.do(PlanTask(task_id=uuid4(), title="Ring", owner_id=office.bea.user_id, branch="East"))
    office.step()
    office.step()
    assert mailbox[0].mails == []
    office.step(NOW + timedelta(minutes=2))
    assert len(mailbox[0].mails) == 1
