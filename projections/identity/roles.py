"""Which roles are there, and what does each of them give?"""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.identity import RoleChanged, RoleDefined, RoleReinstated, RoleRetired
from shared.projection import Projection, Row
from shared.records import Recorded


class RoleRow(Row):
    role_id: UUID
    key: str
    name: str
    grants: dict[str, str]
    fields: dict[str, str]
    second_factor: bool
    unlimited: bool
    retired: bool = False


all_roles = Projection("roles", version=1, row=RoleRow)


@all_roles.on(RoleDefined)
def defined(_: RoleRow | None, record: Recorded[RoleDefined]) -> RoleRow:
    role = record.event
    return RoleRow(
        record.stream_id, role.key, role.name, role.grants, role.fields, role.second_factor, role.unlimited
    )


@all_roles.on(RoleChanged)
def changed(row: RoleRow, record: Recorded[RoleChanged]) -> RoleRow:
    role = record.event
    row.name, row.grants, row.fields = role.name, role.grants, role.fields
    row.second_factor = role.second_factor
    return row


@all_roles.on(RoleRetired, RoleReinstated)
def retired(row: RoleRow, record: Recorded[RoleRetired | RoleReinstated]) -> RoleRow:
    row.retired = isinstance(record.event, RoleRetired)
    return row


class Role(msgspec.Struct, frozen=True):
    """A role as pages show it; `people` are those who have it and are active."""

    key: str
    name: str
    grants: dict[str, Any]
    fields: dict[str, Any]
    second_factor: bool
    unlimited: bool
    retired: bool
    people: int


_ROLES = text("""
    select r.key, r.name, r.grants, r.fields, r.second_factor, r.unlimited, r.retired,
        (select count(*) from read.colleagues c where r.key = any(c.roles) and c.active) as people
    from read.roles r order by r.retired, not r.unlimited, r.name, r.key""")


def roles(connection: Connection) -> list[Role]:
    """Every role, the administrators' first and retired ones last."""
    return [Role(**row._mapping) for row in connection.execute(_ROLES)]
