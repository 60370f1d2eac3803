"""What else does a salesperson do? Logs calls, plans tasks with reminders, fills in fields of their own."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.chaos.workload import Step

FIELDS_OF_CUSTOMERS = UUID("c6b07d8e-b72b-53f9-82bb-5f4dca774609")
"""The stream of the definitions of their fields."""
SOON_SECONDS = (1.0, 6.0)
"""When a reminder is due, from the moment its task is planned."""


class Diary:
    """Activities and tasks of one user, and a field of customers that only this session fills in."""

    def __init__(self, seed: str, owner_id: UUID) -> None:
        self._chance = random.Random(f"diary:{seed}")
        self._owner_id = str(owner_id)
        self._field = f"chaos_{self._chance.randrange(10**9)}"
        self._defined = False
        self._activities: list[UUID] = []
        self._open: dict[UUID, bool] = {}

    def step(self, customers: list[UUID]) -> Step:
        """The next command; `customers` are those that may be written about."""
        if not self._defined:
            return self._define()
        if customers and self._chance.random() < 0.3:
            return self._fill_in(self._chance.choice(customers))
        if not self._open or self._chance.random() < 0.4:
            return self._plan(customers)
        if not customers or self._chance.random() < 0.5:
            return self._change_task()
        return self._activity(customers)

    def _id(self) -> UUID:
        return UUID(int=self._chance.getrandbits(128), version=4)

    def _about(self, customers: list[UUID]) -> str | None:
        return self._chance.choice([None, *map(str, customers)])

    def _define(self) -> Step:
        body = {"object": "customer", "key": self._field, "kind": "text", "label": {"en": self._field}}
        step = Step("configuration", "define-field", FIELDS_OF_CUSTOMERS, self._id(), body)
        return step._replace(then=self._is_defined)

    def _is_defined(self) -> None:
        self._defined = True

    def _fill_in(self, customer_id: UUID) -> Step:
        body = {"customer_id": str(customer_id), "custom": {self._field: f"{self._chance.random():.6f}"}}
        return Step("customers", "change-custom-fields", customer_id, self._id(), body, reads="customers")

    def _activity(self, customers: list[UUID]) -> Step:
        told: dict[str, Any] = {
            "kind": self._chance.choice(("call", "visit", "note")),
            "subject": f"About {self._chance.random():.6f}",
            "happened_at": _instant(-60.0),
        }
        if self._activities and self._chance.random() < 0.4:
            return self._of_activity("correct-activity", self._chance.choice(self._activities), **told)
        new = self._id()
        step = self._of_activity("log-activity", new, customer_id=str(self._chance.choice(customers)), **told)
        return step._replace(then=lambda: self._activities.append(new))

    def _of_activity(self, command: str, activity_id: UUID, **body: Any) -> Step:
        named = {"activity_id": str(activity_id), **body}
        return Step("activities", command, activity_id, self._id(), named, reads="activities")

    def _plan(self, customers: list[UUID]) -> Step:
        new = self._id()
        step = self._of_task(
            "plan-task",
            new,
            title=f"Call back {new.hex[:6]}",
            remind_at=_instant(self._chance.uniform(*SOON_SECONDS)),
            owner_id=self._owner_id,
            customer_id=self._about(customers),
        )
        return step._replace(then=lambda: self._open.update({new: True}))

    def _change_task(self) -> Step:
        known = self._chance.choice(list(self._open))
        if self._open[known] and self._chance.random() < 0.5:
            soon = _instant(self._chance.uniform(*SOON_SECONDS))
            return self._of_task("reschedule-task", known, due_at=None, remind_at=soon)
        command, open_ = ("complete-task", False) if self._open[known] else ("reopen-task", True)
        step = self._of_task(command, known)
        return step._replace(then=lambda: self._open.update({known: open_}))

    def _of_task(self, command: str, task_id: UUID, **body: Any) -> Step:
        named = {"task_id": str(task_id), **body}
        return Step("activities", command, task_id, self._id(), named, reads="tasks")


def _instant(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")
