"""Which groups are there, and how many customers and deals are in each?"""

from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.customers import GroupDissolved, GroupFormed, GroupRenamed, GroupRevived
from projections.tagging.tags import SOURCES
from shared.projection import Projection, Row
from shared.records import Recorded
from shared.rights.condition import Condition


class GroupRow(Row):
    group_id: UUID
    name: str
    owner_id: UUID | None
    branch: str
    version: int
    dissolved: bool = False


class Group(GroupRow):
    """A group with the number of records in it that the reader may see."""

    records: int = 0


groups = Projection("groups", version=1, row=GroupRow)


@groups.on(GroupFormed)
def formed(_: GroupRow | None, record: Recorded[GroupFormed]) -> GroupRow:
    group = record.event
    return GroupRow(record.stream_id, group.name, group.owner_id, group.branch, record.version)


@groups.on(GroupRenamed)
def renamed(row: GroupRow, record: Recorded[GroupRenamed]) -> GroupRow:
    row.name, row.version = record.event.name, record.version
    return row


@groups.on(GroupDissolved, GroupRevived)
def dissolved(row: GroupRow, record: Recorded[GroupDissolved | GroupRevived]) -> GroupRow:
    row.dissolved, row.version = isinstance(record.event, GroupDissolved), record.version
    return row


_GROUPS = "select g.* from read.groups g where not g.dissolved and {see} order by g.name, g.group_id"
_COUNTS = """
    select member, count(*) from {source} r, unnest(r.groups) as member
    where r.groups <> '{{}}' and {see} group by member"""


def offered(connection: Connection, *, see: Condition) -> list[GroupRow]:
    """The groups the reader may see, by name."""
    rows = connection.execute(text(_GROUPS.format(see=see.sql)), see.parameters)
    return [GroupRow(**row._mapping) for row in rows]


def counted(connection: Connection, what: str, *, see: Condition, records: Condition) -> list[Group]:
    """The same with how many customers, or deals, the reader may see in each; `records` is that right."""
    statement = text(_COUNTS.format(source=SOURCES[what], see=records.sql))
    rows = connection.execute(statement, records.parameters)
    known: dict[UUID, int] = {member: number for member, number in rows}  # noqa: C416 - rows are no pairs
    found = offered(connection, see=see)
    return [Group(**msgspec.structs.asdict(row), records=known.get(row.group_id, 0)) for row in found]
