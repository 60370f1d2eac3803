"""The activities and tasks the sentences speak of."""

from datetime import UTC, datetime
from uuid import UUID

from events.activities import ActivityLogged, TaskPlanned
from events.customers import CustomerRegistered
from events.sales import DealOpened
from services.activities import notices
from services.activities.commands import LogActivity, PlanTask
from tests.sales.words import opened

ACTIVITY, TASK, CUSTOMER, DEAL, OWNER = (UUID(int=number) for number in range(1, 6))
NOBODY = UUID(int=99)
READING = notices.stream_of(OWNER)
MORNING = datetime(2025, 5, 5, 9, 30, tzinfo=UTC)
EVENING = datetime(2025, 5, 5, 18, 0, tzinfo=UTC)

customer = CustomerRegistered(kind="organization", name="Kan-code", owner_id=None, branch="Central")
deal: DealOpened = opened
log_call = LogActivity(
    activity_id=ACTIVITY,
    kind="call",
    subject="Asked about GTX Pro",
    body="Forty of them.",
    happened_at=MORNING,
    customer_id=CUSTOMER,
)
logged = ActivityLogged(
    kind="call",
    subject="Asked about GTX Pro",
    body="Forty of them.",
    happened_at=MORNING,
    owner_id=None,
    branch="",
    customer_id=CUSTOMER,
    deal_id=None,
)
plan = PlanTask(
    task_id=TASK,
    title="Send the contract",
    kind="mail",
    due_at=EVENING,
    remind_at=MORNING,
    owner_id=OWNER,
    deal_id=DEAL,
)
planned = TaskPlanned(
    kind="mail",
    title="Send the contract",
    due_at=EVENING,
    remind_at=MORNING,
    owner_id=OWNER,
    branch="",
    customer_id=None,
    deal_id=DEAL,
)
