"""Which tags does a customer have, and in which groups is it?"""

from events.customers import (
    CustomerEvent,
    CustomerGrouped,
    CustomerTagged,
    CustomerUngrouped,
    CustomerUntagged,
)
from services.customers import commands
from services.customers.customer import Customer, must_be_active
from shared.tags import addable, holds


def tag(customer: Customer, command: commands.TagCustomer) -> list[CustomerEvent]:
    must_be_active(customer)
    return [CustomerTagged(tag=command.tag)] if addable(customer.tags, command.tag) else []


def untag(customer: Customer, command: commands.UntagCustomer) -> list[CustomerEvent]:
    must_be_active(customer)
    held = holds(customer.tags, command.tag)
    return [] if held is None else [CustomerUntagged(tag=held)]


def put_into(customer: Customer, command: commands.GroupCustomer) -> list[CustomerEvent]:
    must_be_active(customer)
    known = command.group_id in customer.groups
    return [] if known else [CustomerGrouped(group_id=command.group_id)]


def take_out(customer: Customer, command: commands.UngroupCustomer) -> list[CustomerEvent]:
    known = command.group_id in customer.groups
    return [CustomerUngrouped(group_id=command.group_id)] if known else []
