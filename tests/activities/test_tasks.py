"""What may happen to a task, and when is its owner reminded?"""

import pytest

from events.activities import (
    NoticeRead,
    NoticesRead,
    ReminderMailed,
    ReminderNotMailed,
    TaskDone,
    TaskDropped,
    TaskReassigned,
    TaskReminded,
    TaskRenamed,
    TaskReopened,
    TaskRescheduled,
)
from services.activities.commands import (
    CompleteTask,
    DropTask,
    MarkNoticeRead,
    MarkNoticesRead,
    NoteReminderMailed,
    ReassignTask,
    RemindOfTask,
    RenameTask,
    ReopenTask,
    RescheduleTask,
)
from services.activities.task import TaskAlreadyPlanned, TaskIsClosed
from shared.commands import Command
from shared.events import Event
from shared.refusals import Invalid
from tests.activities.words import DEAL, EVENING, MORNING, NOBODY, OWNER, TASK, plan, planned
from tests.spec import Spec

ABOUT = {"customer_id": None, "deal_id": DEAL}
done, dropped = TaskDone(**ABOUT), TaskDropped(reason="gone", **ABOUT)
complete, drop = CompleteTask(task_id=TASK), DropTask(task_id=TASK, reason="gone")
CHANGES: list[tuple[Command, Event]] = [
    (
        RenameTask(task_id=TASK, title="Call them", kind="call"),
        TaskRenamed(title="Call them", kind="call", **ABOUT),
    ),
    (
        RescheduleTask(task_id=TASK, due_at=None, remind_at=None),
        TaskRescheduled(due_at=None, remind_at=None, **ABOUT),
    ),
    (
        ReassignTask(task_id=TASK, owner_id=NOBODY, branch="East"),
        TaskReassigned(owner_id=NOBODY, branch="East", **ABOUT),
    ),
    (complete, done),
    (drop, dropped),
]
changes = pytest.mark.parametrize(("command", "event"), CHANGES, ids=[c.method() for c, _ in CHANGES])
remind = RemindOfTask(task_id=TASK, remind_at=MORNING, by_mail=True)
reminded = TaskReminded(owner_id=OWNER, remind_at=MORNING, by_mail=True)


def test_a_task_is_planned_once(task: Spec) -> None:
    task.when(plan).then(planned)
    task.when(plan).nothing()
    task.when(plan.model_copy(update={"title": "Another"})).refused(TaskAlreadyPlanned, "task_id")


def test_a_task_concerns_a_known_deal(task: Spec) -> None:
    task.when(plan.model_copy(update={"deal_id": NOBODY})).refused(Invalid, "deal_id")


@changes
def test_a_task_changes_once(task: Spec, command: Command, event: Event) -> None:
    task.given(planned).when(command).then(event)
    task.when(command).nothing()


@changes
def test_what_was_done_stays_as_it_is(task: Spec, command: Command, event: Event) -> None:
    sentence = task.given(planned, done).when(command)
    if command is complete:
        sentence.nothing()
    else:
        sentence.refused(TaskIsClosed)


def test_a_task_stays_in_its_branch_unless_another_is_named(task: Spec) -> None:
    east = TaskReassigned(owner_id=NOBODY, branch="East", **ABOUT)
    task.given(planned, east).when(ReassignTask(task_id=TASK, owner_id=OWNER)).then(
        TaskReassigned(owner_id=OWNER, branch="East", **ABOUT)
    )


@pytest.mark.parametrize("closed", [done, dropped], ids=["done", "dropped"])
def test_a_closed_task_is_taken_up_again_with_all_that_is_known_of_it(task: Spec, closed: Event) -> None:
    reopen = ReopenTask(task_id=TASK)
    task.given(planned, closed).when(reopen).then(
        TaskReopened(
            kind="mail", title="Send the contract", due_at=EVENING, owner_id=OWNER, branch="", **ABOUT
        )
    )
    task.when(reopen).nothing()


def test_the_owner_is_reminded_once_for_a_moment(task: Spec) -> None:
    task.given(planned).when(remind).then(reminded)
    task.when(remind).nothing()


def test_nobody_is_reminded_of_what_is_done_or_was_put_off(task: Spec) -> None:
    later = TaskRescheduled(due_at=EVENING, remind_at=EVENING, **ABOUT)
    task.given(planned, later).when(remind).nothing()
    task.given(done).when(remind.model_copy(update={"remind_at": EVENING})).nothing()


def test_a_task_put_off_reminds_again(task: Spec) -> None:
    later = TaskRescheduled(due_at=EVENING, remind_at=EVENING, **ABOUT)
    again = remind.model_copy(update={"remind_at": EVENING, "by_mail": False})
    task.given(planned, reminded, later).when(again).then(
        TaskReminded(owner_id=OWNER, remind_at=EVENING, by_mail=False)
    )


def test_what_became_of_the_mail_is_noted_once(task: Spec) -> None:
    mailed = NoteReminderMailed(task_id=TASK, remind_at=MORNING)
    task.given(planned, reminded).when(mailed).then(ReminderMailed(remind_at=MORNING))
    task.when(mailed).nothing()


def test_a_mail_given_up_says_why(task: Spec) -> None:
    refused = NoteReminderMailed(task_id=TASK, remind_at=MORNING, reason="no such mailbox")
    task.given(planned, reminded).when(refused).then(
        ReminderNotMailed(remind_at=MORNING, reason="no such mailbox")
    )


def test_a_mail_that_nobody_promised_is_not_noted(task: Spec) -> None:
    task.given(planned).when(NoteReminderMailed(task_id=TASK, remind_at=MORNING)).nothing()


def test_notices_are_read_once_and_all_up_to_a_position(reading: Spec) -> None:
    one = MarkNoticeRead(owner_id=OWNER, notice_id=NOBODY)
    reading.when(one).then(NoticeRead(owner_id=OWNER, notice_id=NOBODY))
    reading.when(one).nothing()
    every = MarkNoticesRead(owner_id=OWNER, upto=40)
    reading.when(every).then(NoticesRead(owner_id=OWNER, upto=40))
    reading.when(every.model_copy(update={"upto": 39})).nothing()
