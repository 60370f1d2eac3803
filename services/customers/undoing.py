"""Which commands set a customer back to what it was?"""

from uuid import UUID

import msgspec

from events.customers import CustomerRegistered
from services.customers.application import CUSTOMER
from services.customers.commands import (
    ArchiveCustomer,
    AssignCustomer,
    ChangeContactDetails,
    ChangeCustomFields,
    ChangeLifecycle,
    DescribeOrganization,
    DescribePerson,
    GroupCustomer,
    RenameCustomer,
    RestoreCustomer,
    TagCustomer,
    UngroupCustomer,
    UntagCustomer,
)
from services.customers.customer import Customer
from shared.commands import Command
from shared.custom_values import taken_back
from shared.tags import lost
from shared.undoing import Undoable

_DETAILS: dict[str, type[Command]] = {
    "contact": ChangeContactDetails,
    "person": DescribePerson,
    "organization": DescribeOrganization,
}


def set_back(customer_id: UUID, now: Customer, then: Customer) -> list[Command]:
    """Restored first and archived last, because an archived customer stays as it is."""
    commands: list[Command] = []
    if now.archived and not then.archived:
        commands.append(RestoreCustomer(customer_id=customer_id))
    if now.name != then.name:
        commands.append(RenameCustomer(customer_id=customer_id, name=then.name))
    if (now.owner_id, now.branch) != (then.owner_id, then.branch):
        commands.append(AssignCustomer(customer_id=customer_id, owner_id=then.owner_id, branch=then.branch))
    commands += _described(customer_id, now, then)
    if changed := taken_back(now.custom, then.custom):
        commands.append(ChangeCustomFields(customer_id=customer_id, custom=changed))
    commands += _tagged(customer_id, now, then)
    if now.lifecycle != then.lifecycle:
        body = {"customer_id": customer_id, "to_stage": then.lifecycle}
        commands.append(ChangeLifecycle.model_validate(body))
    if then.archived and not now.archived:
        commands.append(ArchiveCustomer(customer_id=customer_id, reason="Taken back"))
    return commands


def _described(customer_id: UUID, now: Customer, then: Customer) -> list[Command]:
    return [
        command.model_validate({"customer_id": customer_id, field: msgspec.to_builtins(getattr(then, field))})
        for field, command in _DETAILS.items()
        if getattr(now, field) != getattr(then, field)
    ]


def _tagged(customer_id: UUID, now: Customer, then: Customer) -> list[Command]:
    less, more = (lost(a.tags, b.tags) for a, b in ((now, then), (then, now)))
    return [
        *(UntagCustomer(customer_id=customer_id, tag=tag) for tag in less),
        *(TagCustomer(customer_id=customer_id, tag=tag) for tag in more),
        *(UngroupCustomer(customer_id=customer_id, group_id=each) for each in now.groups - then.groups),
        *(GroupCustomer(customer_id=customer_id, group_id=each) for each in then.groups - now.groups),
    ]


UNDOABLE = Undoable(
    CUSTOMER,
    begins=CustomerRegistered,
    aspects={
        "name": ("name",),
        "owner and branch": ("owner_id", "branch"),
        "contact details": ("contact",),
        "description": ("person", "organization"),
        "lifecycle": ("lifecycle",),
        "tags": ("tags",),
        "groups": ("groups",),
        "custom fields": ("custom",),
    },
    gone="archived",
    set_back=set_back,
)
