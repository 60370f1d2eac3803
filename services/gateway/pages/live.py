"""Which events does an open page listen to?"""

from typing import get_args

from events.activities import ActivityEvent, TaskEvent
from events.customers import CustomerEvent
from events.sales import DealEvent
from shared.events import event_name

DEAL_EVENTS = [event_name(kind) for kind in get_args(DealEvent)]
TASK_EVENTS = [event_name(kind) for kind in get_args(TaskEvent)]
LIVE_EVENTS = [
    *DEAL_EVENTS,
    *(event_name(kind) for union in (CustomerEvent, ActivityEvent, TaskEvent) for kind in get_args(union)),
]
