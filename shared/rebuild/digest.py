"""Do two tables hold the same rows, whatever their order? And if not, which differ?"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from shared.projector.table import Table

_BUCKETS = 256
FEW = 10


class Digest(NamedTuple):
    """How many rows, and the sum of a 64-bit hash of each row's text: equal for equal rows in any order."""

    rows: int
    sum: int


class Difference(msgspec.Struct, frozen=True):
    """A row that differs; `how` is missing, surplus or changed."""

    key: str
    how: str


class Side(NamedTuple):
    """A table as one session sees it."""

    connection: Connection
    table: Table

    def digest(self) -> Digest:
        """The digest of all rows."""
        found = f"select count(*), coalesce(sum({_HASH}), 0) from {self.table.name} t"
        count, total = self.connection.exec_driver_sql(found).one()
        return Digest(count, int(total))

    def digests(self) -> dict[int, Digest]:
        """The digest of each bucket that is not empty."""
        found = f"select {_bucket(self.table)}, count(*), sum({_HASH}) from {self.table.name} t group by 1"
        rows = self.connection.exec_driver_sql(found)
        return {bucket: Digest(count, int(total)) for bucket, count, total in rows}

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
    # Rows are put into buckets by their key, so that no more than a part of them need be compared one by one.
    here, there = right.digests(), doubtful.digests()
    for bucket in range(_BUCKETS):
        if here.get(bucket) != there.get(bucket):
            wanted, found = right.rows(bucket), doubtful.rows(bucket)
            for key in sorted(wanted.keys() | found.keys()):
                if wanted.get(key) != found.get(key):
                    yield Difference(key, _how(key, wanted, found))


def _how(key: str, wanted: Mapping[str, int], found: Mapping[str, int]) -> str:
    if key not in found:
        return "missing"
    return "changed" if key in wanted else "surplus"


_HASH = "hashtextextended(t::text, 0)"


def _key(table: Table) -> str:
    return f"concat_ws(' ', {', '.join(f't.{column.name}' for column in table.key_columns)})"


def _bucket(table: Table) -> str:
    return f"(hashtextextended({_key(table)}, 0) & {_BUCKETS - 1})::int"
