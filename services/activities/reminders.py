"""When is the owner of a task reminded, and what becomes of the mail?"""

from events.activities import ReminderMailed, ReminderNotMailed, TaskEvent, TaskReminded
from services.activities import commands
from services.activities.task import Task


def remind(task: Task, command: commands.RemindOfTask) -> list[TaskEvent]:
    """Only for the moment it is planned for now, so that whoever asks late or twice reminds nobody."""
    planned = task.open and task.remind_at == command.remind_at
    if not planned or task.owner_id is None or task.reminded == command.remind_at:
        return []
    return [TaskReminded(owner_id=task.owner_id, remind_at=command.remind_at, by_mail=command.by_mail)]


def note_mailed(task: Task, command: commands.NoteReminderMailed) -> list[TaskEvent]:
    if task.mail_due != command.remind_at:
        return []
    if command.reason:
        return [ReminderNotMailed(remind_at=command.remind_at, reason=command.reason)]
    return [ReminderMailed(remind_at=command.remind_at)]
