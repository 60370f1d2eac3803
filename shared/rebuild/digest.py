"""Do two tables hold the same rows, whatever their order? And if not, which differ?"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from shared.projector.table import Table

_BUCKETS = 256
FEW = 10


class Digest(NamedTuple):
    """How many rows, and the sum of a 64-bit hash of each row's text: equal for equal rows in any order."""

    rows: int
    sum: int


class Difference(NamedTuple):
    """A row that differs; `how` is missing, surplus or changed."""

    key: str
    how: str


Digests = Mapping[int, Digest]
"""Rows are put into buckets by their key, so that differences are found without comparing every row."""


def digests(connection: Connection, table: Table) -> Digests:
    """The digest of each bucket that is not empty."""
    rows = connection.exec_driver_sql(
        f"select {_bucket(table)}, count(*), sum({_HASH}) from {table.name} t group by 1"
    )
    return {bucket: Digest(count, int(total)) for bucket, count, total in rows}


def total(digests: Digests) -> Digest:
    """The digest of the whole table."""
    return Digest(sum(one.rows for one in digests.values()), sum(one.sum for one in digests.values()))


class Side(NamedTuple):
    """A table as one session sees it."""

    connection: Connection
    table: Table
    digests: Digests

    def rows(self, bucket: int) -> dict[str, int]:
        """Key → hash of each row of a bucket."""
        found = self.connection.exec_driver_sql(
            f"select {_key(self.table)} as key, {_HASH} as hash from {self.table.name} t "
            f"where {_bucket(self.table)} = %s",
            (bucket,),
        )
        return {row.key: row.hash for row in found}


def differences(right: Side, doubtful: Side) -> Iterator[Difference]:
    """The rows in which a doubtful table differs from the right one, by key within each bucket."""
    for bucket in range(_BUCKETS):
        if right.digests.get(bucket) != doubtful.digests.get(bucket):
            wanted, found = right.rows(bucket), doubtful.rows(bucket)
            for key in sorted(wanted.keys() | found.keys()):
                if wanted.get(key) != found.get(key):
                    yield Difference(key, _how(key, wanted, found))


def _how(key: str, wanted: Mapping[str, int], found: Mapping[str, int]) -> str:
    if key not in found:
        return "missing"
    return "changed" if key in wanted else "surplus"


def side(connection: Connection, table: Table) -> Side:
    """A table as this session sees it now."""
    return Side(connection, table, digests(connection, table))


_HASH = "hashtextextended(t::text, 0)"


def _key(table: Table) -> str:
    return f"concat_ws(' ', {', '.join(f't.{column.name}' for column in table.key_columns)})"


def _bucket(table: Table) -> str:
    return f"(hashtextextended({_key(table)}, 0) & {_BUCKETS - 1})::int"
