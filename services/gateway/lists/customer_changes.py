"""How are the fields of customers changed from a list?"""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from projections.customers.record import CustomerRecord, customers
from services.customers import commands
from services.gateway.lists.changes import Changes, Make, Value
from shared.commands import Command
from shared.rights.condition import Condition


def _load(connection: Connection, ids: list[UUID], see: Condition) -> dict[UUID, CustomerRecord]:
    return {each.customer_id: each for each in customers(connection, ids, see=see)}


def _rename(customer: CustomerRecord, value: Value) -> Command:
    return commands.RenameCustomer.model_validate({"customer_id": customer.customer_id, "name": value or ""})


def _assign(customer: CustomerRecord, value: Value) -> Command:
    """Into the branch of the new owner."""
    body = {"customer_id": customer.customer_id, "owner_id": value or None}
    return commands.AssignCustomer.model_validate(body)


def _relocate(customer: CustomerRecord, value: Value) -> Command:
    body = {"customer_id": customer.customer_id, "owner_id": customer.owner_id, "branch": value or ""}
    return commands.AssignCustomer.model_validate(body)


def _lifecycle(customer: CustomerRecord, value: Value) -> Command:
    body = {"customer_id": customer.customer_id, "to_stage": value}
    return commands.ChangeLifecycle.model_validate(body)


def _detail(name: str) -> Make:
    def make(customer: CustomerRecord, value: Value) -> Command:
        known = msgspec.to_builtins(customer, builtin_types=(UUID,))
        details = {each: known[each] for each in commands.OrganizationDetails.model_fields}
        body = {"customer_id": customer.customer_id, "organization": {**details, name: value or None}}
        return commands.DescribeOrganization.model_validate(body)

    return make


def _contact(name: str) -> Make:
    def make(customer: CustomerRecord, value: Value) -> Command:
        known = msgspec.to_builtins(customer, builtin_types=(UUID,))
        details = {each: known[each] for each in commands.ContactDetails.model_fields}
        body = {"customer_id": customer.customer_id, "contact": {**details, name: _lines(value)}}
        return commands.ChangeContactDetails.model_validate(body)

    return make


def _lines(value: Value) -> list[str]:
    given = value.split("\n") if isinstance(value, str) else value or []
    return [line.strip() for line in given if line.strip()]


def _tag(customer: CustomerRecord, value: Value) -> Command:
    return commands.TagCustomer.model_validate({"customer_id": customer.customer_id, "tag": value or ""})


def _untag(customer: CustomerRecord, value: Value) -> Command:
    return commands.UntagCustomer.model_validate({"customer_id": customer.customer_id, "tag": value or ""})


def _put_into(customer: CustomerRecord, value: Value) -> Command:
    return commands.GroupCustomer.model_validate({"customer_id": customer.customer_id, "group_id": value})


def _take_out(customer: CustomerRecord, value: Value) -> Command:
    return commands.UngroupCustomer.model_validate({"customer_id": customer.customer_id, "group_id": value})


def _archive(customer: CustomerRecord, value: Value) -> Command:
    return commands.ArchiveCustomer.model_validate(
        {"customer_id": customer.customer_id, "reason": value or ""}
    )


def _restore(customer: CustomerRecord, _: Value) -> Command:
    return commands.RestoreCustomer(customer_id=customer.customer_id)


def _custom(customer: CustomerRecord, custom: dict[str, Any]) -> Command:
    return commands.ChangeCustomFields(customer_id=customer.customer_id, custom=custom)


CUSTOMER_CHANGES = Changes(
    load=_load,
    fields={
        "name": _rename,
        "owner_id": _assign,
        "branch": _relocate,
        "lifecycle": _lifecycle,
        "sector": _detail("sector"),
        "country": _detail("country"),
        "phones": _contact("phones"),
        "emails": _contact("emails"),
        "tag": _tag,
        "untag": _untag,
        "group": _put_into,
        "ungroup": _take_out,
        "archive": _archive,
        "restore": _restore,
    },
    custom=_custom,
)
