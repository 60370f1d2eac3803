"""Who is to be reminded now, and which mails wait to be sent?

That somebody is reminded is a fact before anything is sent: the notice in the product is that fact, and there
is one for each moment. The mail is sent at least once: a reminder that is lost may cost a customer, one that
comes twice a glance, and both carry the same Message-ID. Nothing here reads events to act on them, so no
replay and no rebuild sends anything; what a read model says is checked against the task's own stream.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from sqlalchemy import Engine, text

from events.sign_in import preferences_id
from projections.identity.colleagues import Person, colleague
from services.activities.application import TASK
from services.activities.commands import NoteReminderMailed, RemindOfTask
from services.activities.task import Task
from services.identity.preferences import Preferences
from services.identity.sign_in import PREFERENCES
from services.operations.reminding.attempts import LATEST, Attempts
from services.operations.reminding.mail_server import MailDelayed, MailRefused, MailServer
from services.operations.reminding.words import reminder
from shared.log.log import Log
from shared.policy import Handles
from shared.records import Header
from shared.rights.actors import HINDSIGHT
from shared.telemetry.logs import logger

AT_ONCE = 200
_DUE = text("""
    select task_id, remind_at, owner_id from read.tasks
    where state = 'open' and owner_id is not null and remind_at <= :now and remind_at > :earliest
      and reminded is distinct from remind_at
    order by remind_at limit :rows""")
_WAITING = text("select task_id from read.tasks where mail_due is not null order by mail_due limit :rows")
_log = logger(__name__)


class Reminding:
    """Reminds and sends; what it remembers is only when to try a mail again."""

    def __init__(
        self, engine: Engine, activities: Handles, server: MailServer | None, public_url: str = ""
    ) -> None:
        self._engine = engine
        self._log = Log(engine)
        self._activities = activities
        self._server = server
        self._public_url = public_url
        self._attempts = Attempts()

    def step(self, now: datetime | None = None) -> int:
        """Remind whoever is to be reminded now, then send what waits; how many were reminded."""
        now = now or datetime.now(UTC)
        reminded = self._remind(now)
        self._send(now)
        return reminded

    def _remind(self, now: datetime) -> int:
        with self._engine.connect() as connection:
            wanted = {"now": now, "earliest": now - LATEST, "rows": AT_ONCE}
            rows = connection.execute(_DUE, wanted).all()
            mailed = {row.owner_id: self._mailed(colleague(connection, row.owner_id)) for row in rows}
        commands = [
            RemindOfTask(task_id=row.task_id, remind_at=row.remind_at, by_mail=mailed[row.owner_id])
            for row in rows
        ]
        if commands:
            self._activities.handle_many([(command, _header(command)) for command in commands])
        return len(commands)

    def _mailed(self, person: Person | None) -> bool:
        return bool(self._server and person and person.active and person.email)

    def _send(self, now: datetime) -> None:
        with self._engine.connect() as connection:
            waiting = connection.execute(_WAITING, {"rows": AT_ONCE}).scalars().all()
        self._attempts.keep(waiting)
        for task_id in waiting:
            if self._attempts.due(task_id, now):
                self._mail(task_id, now)

    def _mail(self, task_id: UUID, now: datetime) -> None:
        task = TASK.fold(self._log.stream(task_id))
        if task.mail_due is None:
            return  # the read model has not heard of it yet
        try:
            self._hand_over(task_id, task)
        except MailRefused as refused:
            self._note(task_id, task.mail_due, str(refused))
        except MailDelayed as delayed:
            self._delay(task_id, task.mail_due, str(delayed), now)
        else:
            self._note(task_id, task.mail_due, "")

    def _hand_over(self, task_id: UUID, task: Task) -> None:
        with self._engine.connect() as connection:
            person = colleague(connection, task.owner_id) if task.owner_id else None
        if self._server is None or person is None or not self._mailed(person):
            raise MailRefused("There is no mail server, or the owner has no address.")
        records = self._log.stream(preferences_id(person.user_id))
        preferences: Preferences = PREFERENCES.fold(records)
        self._server.send(reminder(task_id, task, person.email or "", preferences, self._public_url))

    def _delay(self, task_id: UUID, moment: datetime, reason: str, now: datetime) -> None:
        if now - moment > LATEST:
            self._note(task_id, moment, f"Given up after a day: {reason}")
            return
        self._attempts.put_off(task_id, now)
        _log.warning("a reminder is mailed later", task_id=str(task_id), reason=reason)

    def _note(self, task_id: UUID, moment: datetime, reason: str) -> None:
        command = NoteReminderMailed(task_id=task_id, remind_at=moment, reason=reason)
        self._activities.handle_many([(command, _header(command))])


def _header(command: RemindOfTask | NoteReminderMailed) -> Header:
    """The same for the same moment, so that a repeat changes nothing."""
    command_id = uuid5(command.task_id, f"{command.method()}:{command.remind_at.isoformat()}")
    return Header(
        command_id=command_id,
        correlation_id=command_id,
        actor=HINDSIGHT,
        branch="",
        source="automation",
    )
