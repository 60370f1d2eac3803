"""Is everybody reminded once for each moment, in the product and by mail, whatever the mail server says?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine

from events.activities import ReminderMailed, ReminderNotMailed, TaskReminded
from services import product
from services.activities.application import activities
from services.activities.commands import CompleteTask, PlanTask
from services.operations.reminding.mail_server import Mail, MailDelayed, MailServer, mail_server
from services.operations.reminding.reminding import Reminding
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector.engine import Projector
from shared.records import Header
from shared.servers.ports import free_ports
from tests.people import people

NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)
NEEDED = ("tasks", "colleagues", "teams", "branches")


class Mailbox:
    """Takes mails, or answers whatever it is told to answer instead."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, MailServer]]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_ports(1)[0])
    controller.start()
    yield box, MailServer("smtp", "127.0.0.1", controller.port, "", "", "crm@example.com")
    controller.stop()


class Office:
    """One task of Ada's, in a real log, with what the scheduler works with."""

    def __init__(self, database: Engine, server: MailServer | None) -> None:
        self.ada = people(database).administrator().user_id
        self.log = Log(database)
        self.application = activities(self.log)
        self.projector = Projector(database, [each for each in product.PROJECTIONS if each.name in NEEDED])
        self.projector.prepare()
        self.fence = Fence(database)
        self.reminding = Reminding(database, self.application, server, "https://crm.example.com")

    def do(self, command: PlanTask | CompleteTask) -> None:
        header = Header(
            command_id=uuid4(), correlation_id=uuid4(), actor="hindsight", branch="", source="cli"
        )
        self.application.handle(command, header)

    def plan(self, title: str = "Send the offer", remind_at: datetime = NOW - MINUTE) -> UUID:
        task_id = uuid4()
        due_at = remind_at + 30 * MINUTE
        self.do(PlanTask(task_id=task_id, title=title, owner_id=self.ada, due_at=due_at, remind_at=remind_at))
        return task_id

    def step(self, now: datetime = NOW) -> int:
        self.fold()
        reminded = self.reminding.step(now)
        self.fold()
        return reminded

    def fold(self) -> None:
        self.fence.advance()
        self.projector.catch_up()

    def told(self, task_id: UUID) -> list[Any]:
        known = (TaskReminded, ReminderMailed, ReminderNotMailed)
        return [record.event for record in self.log.stream(task_id) if isinstance(record.event, known)]


@pytest.fixture
def office(database: Engine, mailbox: tuple[Mailbox, MailServer]) -> Office:
    return Office(database, mailbox[1])


def test_the_owner_is_reminded_once_and_gets_one_mail(
    office: Office, mailbox: tuple[Mailbox, MailServer]
) -> None:
    task = office.plan()
    office.step()
    office.step()
    office.step()
    moment = NOW - MINUTE
    assert office.told(task) == [
        TaskReminded(owner_id=office.ada, remind_at=moment, by_mail=True),
        ReminderMailed(remind_at=moment),
    ]
    (mail,) = mailbox[0].mails
    assert (mail["To"], mail["From"]) == ("ada@example.com", "crm@example.com")
    assert mail["Subject"] == "Reminder: Send the offer"
    assert "https://crm.example.com/tasks" in mail.get_content()


def test_nobody_is_reminded_before_the_moment_nor_a_day_later_nor_of_what_is_done(office: Office) -> None:
    soon, old, done = (
        office.plan(remind_at=NOW + MINUTE),
        office.plan(remind_at=NOW - 1441 * MINUTE),
        office.plan(),
    )
    office.do(CompleteTask(task_id=done))
    assert office.step() == 0
    assert [office.told(task) for task in (soon, old, done)] == [[], [], []]


def test_a_read_model_that_is_behind_reminds_nobody_of_what_is_done(office: Office) -> None:
    task = office.plan()
    office.fold()
    office.do(CompleteTask(task_id=task))
    office.reminding.step(NOW)
    assert office.told(task) == []


def test_a_mail_put_off_is_tried_again_later(office: Office, mailbox: tuple[Mailbox, MailServer]) -> None:
    mailbox[0].answers = ["451 greylisted, try again"]
    task = office.plan()
    office.step()
    office.step()  # too early
    assert mailbox[0].mails == []
    office.step(NOW + 2 * MINUTE)
    assert len(mailbox[0].mails) == 1
    assert isinstance(office.told(task)[-1], ReminderMailed)


def test_a_mail_that_is_refused_is_given_up_with_the_reason(
    office: Office, mailbox: tuple[Mailbox, MailServer]
) -> None:
    mailbox[0].answers = ["550 no such mailbox"]
    task = office.plan()
    office.step()
    office.step(NOW + 60 * MINUTE)
    assert office.told(task)[-1] == ReminderNotMailed(remind_at=NOW - MINUTE, reason="550 no such mailbox")
    assert mailbox[0].mails == []


def test_a_server_that_is_away_keeps_the_mail_for_a_day(database: Engine) -> None:
    away = MailServer("smtp", "127.0.0.1", free_ports(1)[0], "", "", "crm@example.com")
    office = Office(database, away)
    task = office.plan()
    office.step()
    assert len(office.told(task)) == 1
    office.step(NOW + timedelta(hours=25))
    assert isinstance(office.told(task)[-1], ReminderNotMailed)


def test_without_a_mail_server_there_is_the_notice_alone(database: Engine) -> None:
    office = Office(database, None)
    task = office.plan()
    office.step()
    assert [event.by_mail for event in office.told(task)] == [False]


def test_a_mail_sent_twice_after_a_crash_carries_the_same_message_id(
    office: Office, mailbox: tuple[Mailbox, MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.plan()
    with monkeypatch.context() as crash:
        crash.setattr(office.reminding, "_note", lambda *_: None)
        office.step()
        office.step()
    office.step()
    assert len(mailbox[0].mails) == 2
    assert len({mail["Message-ID"] for mail in mailbox[0].mails}) == 1


def test_nothing_begins_another_header(mailbox: tuple[Mailbox, MailServer]) -> None:
    mailbox[1].send(Mail("ada@example.com", "Hello\r\nBcc: thief@example.com\x00", "Text", "key"))
    (mail,) = mailbox[0].mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: thief@example.com"


def test_an_address_of_the_mail_server_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="HINDSIGHT_SMTP_URL"):
        mail_server({"HINDSIGHT_SMTP_URL": "mail.example.com"})
    found = mail_server({"HINDSIGHT_SMTP_URL": "smtp+starttls://ada:p%40ss@mail.example.com"})
    assert found == MailServer(
        "smtp+starttls", "mail.example.com", 587, "ada", "p@ss", "hindsight@mail.example.com"
    )
    assert mail_server({}) is None


def test_a_server_that_answers_nonsense_is_asked_again() -> None:
    nobody = MailServer("smtp", "127.0.0.1", free_ports(1)[0], "", "", "crm@example.com")
    with pytest.raises(MailDelayed):
        nobody.send(Mail("ada@example.com", "Hello", "Text", "key"))
