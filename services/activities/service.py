"""Which calls does the activities service take over RabbitMQ?"""

from collections.abc import Sequence
from typing import Any

from projections.identity.access import Access
from services.activities import commands
from services.activities.application import activities
from shared.nameko_context import Answer, Caller, Context, rpc
from shared.rpc import Sent


class ActivitiesService:
    """Commands about activities, tasks and notices: one entrypoint each."""

    name = "activities"
    activities: Caller = Context(activities, Access)

    @rpc
    def log_activity(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.LogActivity, payload)

    @rpc
    def correct_activity(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.CorrectActivity, payload)

    @rpc
    def remove_activity(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.RemoveActivity, payload)

    @rpc
    def restore_activity(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.RestoreActivity, payload)

    @rpc
    def plan_task(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.PlanTask, payload)

    @rpc
    def rename_task(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.RenameTask, payload)

    @rpc
    def reschedule_task(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.RescheduleTask, payload)

    @rpc
    def reassign_task(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.ReassignTask, payload)

    @rpc
    def complete_task(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.CompleteTask, payload)

    @rpc
    def reopen_task(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.ReopenTask, payload)

    @rpc
    def drop_task(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.DropTask, payload)

    @rpc
    def remind_of_task(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.RemindOfTask, payload)

    @rpc
    def note_reminder_mailed(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.NoteReminderMailed, payload)

    @rpc
    def mark_notice_read(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.MarkNoticeRead, payload)

    @rpc
    def mark_notices_read(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.MarkNoticesRead, payload)

    @rpc
    def note_notice_mailed(self, **payload: Any) -> Answer:
        return self.activities.handle(commands.NoteNoticeMailed, payload)

    @rpc
    def handle_many(self, commands: Sequence[Sent]) -> list[Answer] | Answer:
        return self.activities.handle_many(commands)
