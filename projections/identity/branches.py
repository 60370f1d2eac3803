"""Which branches are there, and how do they stand below each other?"""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.identity import BranchClosed, BranchMoved, BranchOpened, BranchRenamed, BranchReopened
from shared.projection import Projection, Row
from shared.records import Recorded


class BranchRow(Row):
    branch_id: UUID
    code: str
    name: str
    parent: str | None
    closed: bool = False


all_branches = Projection("branches", version=1, row=BranchRow, indexes=("code",))


@all_branches.on(BranchOpened)
def opened(_: BranchRow | None, record: Recorded[BranchOpened]) -> BranchRow:
    branch = record.event
    return BranchRow(record.stream_id, branch.code, branch.name, branch.parent)


@all_branches.on(BranchRenamed)
def renamed(row: BranchRow, record: Recorded[BranchRenamed]) -> BranchRow:
    row.name = record.event.name
    return row


@all_branches.on(BranchMoved)
def moved(row: BranchRow, record: Recorded[BranchMoved]) -> BranchRow:
    row.parent = record.event.parent
    return row


@all_branches.on(BranchClosed, BranchReopened)
def closed(row: BranchRow, record: Recorded[BranchClosed | BranchReopened]) -> BranchRow:
    row.closed = isinstance(record.event, BranchClosed)
    return row


class Branch(msgspec.Struct, frozen=True):
    """A branch in the tree: `depth` is 0 at the top; `people` are those who are active."""

    code: str
    name: str
    parent: str | None
    closed: bool
    depth: int
    people: int


_BRANCHES = text("""
    select b.code, b.name, b.parent, b.closed,
        (select count(*) from read.colleagues c where c.branch = b.code and c.active) as people
    from read.branches b order by b.name, b.code""")


def branches(connection: Connection) -> list[Branch]:
    """Every branch, closed ones too: each followed by those below it, by name."""
    below: dict[str | None, list[dict[str, object]]] = defaultdict(list)
    for row in connection.execute(_BRANCHES).mappings():
        below[row["parent"]].append(dict(row))
    return list(_walk(below, None, 0))


def _walk(
    below: dict[str | None, list[dict[str, object]]], parent: str | None, depth: int
) -> Iterator[Branch]:
    for row in below.get(parent, []):
        branch = msgspec.convert({**row, "depth": depth}, Branch)
        yield branch
        yield from _walk(below, branch.code, depth + 1)


def open_branches(connection: Connection) -> list[Branch]:
    """Those to which somebody or something can be put."""
    return [branch for branch in branches(connection) if not branch.closed]
