"""What kind of record does an event tell of?"""

from typing import Any, get_args

from events.activities import ActivityEvent, TaskEvent
from events.configuration import FieldEvent
from events.customers import CustomerEvent, GroupEvent
from events.identity import BranchEvent, RoleEvent, TeamEvent, UserEvent
from events.pipelines import PipelineEvent
from events.sales import AgentEvent, DealEvent, ProductEvent
from shared.events import event_name

_KINDS: dict[str, Any] = {
    "customer": CustomerEvent,
    "group": GroupEvent,
    "deal": DealEvent,
    "product": ProductEvent,
    "pipeline": PipelineEvent,
    "activity": ActivityEvent,
    "task": TaskEvent,
    "custom_field": FieldEvent,
    "user": UserEvent | AgentEvent,
    "team": TeamEvent,
    "branch": BranchEvent,
    "role": RoleEvent,
}
_KIND_OF = {event_name(event): kind for kind, events in _KINDS.items() for event in get_args(events)}


def kind_of(event_type: str) -> str | None:
    """The kind of record, as rights name it; None for what is nobody's business, such as sessions."""
    return _KIND_OF.get(event_type)
