"""What does a reminder say, in the language and the time of whoever gets it?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from projections.history.record_index import Named
from services.activities.task import Task
from services.gateway.language import LANGUAGES, translated
from services.gateway.pages.formats import LOCALES
from services.identity.preferences import Preferences
from services.operations.reminding.mail_server import Mail
from shared.marks import N_

SUBJECT = N_("Reminder: {title}")
DUE = N_("{title}\n\nDue: {due}")
OPEN = N_("{title}\n\nIt has no due time.")
WHERE = N_("Open it: {address}")
GIVEN = N_("{who} assigned you: {what}")
MENTIONED = N_("{who} asks you to look at: {what}")
TOLD = N_("Hindsight sends this because a colleague gave you something, or named you.")
SIGNED = N_("Hindsight sends this because you are reminded of this task. Change the reminder at the task.")


def reminder(task_id: UUID, task: Task, to: str, preferences: Preferences, public_url: str) -> Mail:
    """The mail for the owner of a task."""
    language = preferences.language if preferences.language in LANGUAGES else LANGUAGES[0]
    due = task.due_at and _written(task.due_at, preferences.time_zone, language)
    parts = [translated(language, DUE if due else OPEN).format(title=task.title, due=due)]
    if public_url:
        parts.append(translated(language, WHERE).format(address=public_url + _address(task)))
    parts.append("-- \n" + translated(language, SIGNED))
    return Mail(
        to=to,
        subject=translated(language, SUBJECT).format(title=task.title),
        text="\n\n".join(parts),
        key=str(uuid5(task_id, f"mail:{task.mail_due}")),
    )


_PAGES = {"customer": "/customers/{}", "deal": "/deals/{}", "task": "/tasks/{}"}


def notice(row: Any, record: Named, actor: str, to: str, preferences: Preferences, public_url: str) -> Mail:
    """The mail about what a colleague gave to somebody, or where they named them."""
    language = preferences.language if preferences.language in LANGUAGES else LANGUAGES[0]
    said = translated(language, MENTIONED if row.kind == "mention" else GIVEN)
    subject = said.format(who=actor, what=record.title)
    parts = [subject]
    if public_url and record.object in _PAGES:
        address = public_url + _PAGES[record.object].format(row.record_id)
        parts.append(translated(language, WHERE).format(address=address))
    parts.append("-- \n" + translated(language, TOLD))
    return Mail(to=to, subject=subject, text="\n\n".join(parts), key=str(uuid5(row.notice_id, "mail")))


def _address(task: Task) -> str:
    if task.deal_id:
        return f"/deals/{task.deal_id}"
    return f"/customers/{task.customer_id}" if task.customer_id else "/tasks"


def _written(instant: datetime, time_zone: str, language: str) -> str:
    zone = ZoneInfo(time_zone) if time_zone else UTC
    return format_datetime(instant, "full", tzinfo=zone, locale=LOCALES[language]).replace("\u202f", " ")
