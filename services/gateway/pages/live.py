"""Which events does an open page listen to?"""

from typing import get_args

from events.activities import ActivityEvent, TaskEvent
from events.customers import CustomerEvent
from events.sales import DealEvent, ProductEvent
from shared.events import event_name

CUSTOMER_EVENTS = [event_name(kind) for kind in get_args(CustomerEvent)]
DEAL_EVENTS = [event_name(kind) for kind in get_args(DealEvent)]
ACTIVITY_EVENTS = [event_name(kind) for kind in get_args(ActivityEvent)]
TASK_EVENTS = [event_name(kind) for kind in get_args(TaskEvent)]
PRODUCT_EVENTS = [event_name(kind) for kind in get_args(ProductEvent)]
LIVE_EVENTS = [*DEAL_EVENTS, *CUSTOMER_EVENTS, *ACTIVITY_EVENTS, *TASK_EVENTS]
