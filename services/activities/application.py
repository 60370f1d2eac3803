"""Which command concerns which activity, task or notice?"""

from functools import partial
from operator import attrgetter
from uuid import UUID

from events.customers import CustomerRegistered
from events.sales import DealOpened
from services.activities import activity, commands, notices, reminders, task
from shared.application import Aggregate, Application, Owned, Reference, Right
from shared.log.log import Log
from shared.rights.directory import Directory
from shared.rights.right import HINDSIGHT_ONLY, ONES_OWN


def _owned(state: activity.Activity | task.Task) -> Owned:
    return Owned(state.owner_id, state.branch)


ACTIVITY = Aggregate(name="activity", initial=activity.Activity(), evolve=activity.evolve, whose=_owned)
TASK = Aggregate(name="task", initial=task.Task(), evolve=task.evolve, whose=_owned)
NOTICES = Aggregate(
    name="notices",
    initial=notices.Notices(),
    evolve=notices.evolve,
    whose=lambda state: Owned(state.owner_id, ""),
)

_activity = attrgetter("activity_id")
_task = attrgetter("task_id")


def activities(log: Log, directory: Directory | None = None) -> Application:
    """The activities service: activities, tasks and what was read of notices, kept in this log."""
    app = Application("activities", log, directory)
    _activities(app)
    _tasks(app)
    _notices(app)
    return app


def _activities(app: Application) -> None:
    handles = partial(app.handles, aggregate=ACTIVITY, stream=_activity)
    create, edit = Right("activity", "create"), Right("activity", "edit")
    remove = Right("activity", "remove")
    handles(commands.LogActivity, right=create, decide=activity.log, creates=True, refers=_about)
    handles(commands.CorrectActivity, right=edit, decide=activity.correct)
    handles(commands.RemoveActivity, right=remove, decide=activity.remove)
    handles(commands.RestoreActivity, right=remove, decide=activity.restore)


def _tasks(app: Application) -> None:
    handles = partial(app.handles, aggregate=TASK, stream=_task)
    edit = Right("task", "edit")
    plan, assign = Right("task", "create"), Right("task", "assign")
    handles(commands.PlanTask, right=plan, decide=task.plan, creates=True, refers=_about)
    handles(commands.RenameTask, right=edit, decide=task.rename)
    handles(commands.RescheduleTask, right=edit, decide=task.reschedule)
    handles(commands.ReassignTask, right=assign, decide=task.reassign)
    handles(commands.CompleteTask, right=edit, decide=task.complete)
    handles(commands.ReopenTask, right=edit, decide=task.reopen)
    handles(commands.DropTask, right=edit, decide=task.drop)
    handles(commands.RemindOfTask, right=HINDSIGHT_ONLY, decide=reminders.remind)
    handles(commands.NoteReminderMailed, right=HINDSIGHT_ONLY, decide=reminders.note_mailed)


def _notices(app: Application) -> None:
    handles = partial(app.handles, aggregate=NOTICES, right=ONES_OWN, stream=_read_by, creates=True)
    handles(commands.MarkNoticeRead, decide=notices.read_one)
    handles(commands.MarkNoticesRead, decide=notices.read_all)
    handles(commands.NoteNoticeMailed, decide=notices.note_mailed, right=HINDSIGHT_ONLY)


def _read_by(command: commands.MarkNoticeRead | commands.MarkNoticesRead | commands.NoteNoticeMailed) -> UUID:
    return notices.stream_of(command.owner_id)


def _about(command: commands.LogActivity | commands.PlanTask) -> dict[str, Reference]:
    return {
        "customer_id": Reference(command.customer_id, CustomerRegistered, "customer"),
        "deal_id": Reference(command.deal_id, DealOpened, "deal"),
    }
