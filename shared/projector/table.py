"""How are the rows of one projection loaded and written, many at a time?"""

from collections.abc import Callable, Hashable, Iterable
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import Connection

from shared.projection import Projection, Row
from shared.projector.checkpoints import Build
from shared.projector.columns import columns

Rows = dict[Hashable, Row | None]


class Table:
    """The table of one build of a projection.

    Rows cross as one JSON document in each direction: PostgreSQL and msgspec both convert it in C, which
    is faster than arrays for `unnest` and than COPY into a temporary table, and exact for every type.
    """

    def __init__(self, projection: Projection, generation: int = 0, suffix: str = "") -> None:
        self.projection = projection
        self.build = Build(projection.name, projection.version, generation)
        self.name = table_name(self.build, suffix)
        self.columns = columns(projection.row)
        self.key_columns = self.columns[: projection.key_fields]
        self._key_names = projection.row.__struct_fields__[: projection.key_fields]
        self.key_of: Callable[[Row], Hashable] = attrgetter(*self._key_names)
        self._decoder = msgspec.json.Decoder(list[projection.row])  # type: ignore[name-defined]
        self._load, self._upsert, self._delete = self._statements()

    def load(self, connection: Connection, keys: Iterable[Hashable]) -> Rows:
        """The present rows under these keys."""
        found = connection.exec_driver_sql(self._load, (self._keys(keys),)).scalar_one()
        return {self.key_of(row): row for row in self._decoder.decode(found)}

    def write(self, connection: Connection, rows: list[Row], gone: list[Hashable]) -> None:
        """Insert or replace rows, and delete those under the keys in `gone`."""
        if rows:
            connection.exec_driver_sql(self._upsert, (_json(rows),))
        if gone:
            connection.exec_driver_sql(self._delete, (self._keys(gone),))

    def _keys(self, keys: Iterable[Hashable]) -> str:
        if len(self._key_names) == 1:
            return _json([{self._key_names[0]: key} for key in keys])
        return _json([dict(zip(self._key_names, key, strict=True)) for key in keys])  # type: ignore[call-overload]

    def _statements(self) -> tuple[str, str, str]:
        key = ", ".join(column.name for column in self.key_columns)
        keys = f"json_to_recordset(%s) as k ({_typed(self.key_columns)})"
        rows = f"json_to_recordset(%s) as r ({_typed(self.columns)})"
        read = ", ".join(column.read for column in self.columns)
        insert = (
            f"insert into {self.name} ({', '.join(column.name for column in self.columns)}) "
            f"select {', '.join(column.received for column in self.columns)} from {rows}"
        )
        changes = ", ".join(f"{c.name} = excluded.{c.name}" for c in self.columns[len(self.key_columns) :])
        conflict = f" on conflict ({key}) do " + (f"update set {changes}" if changes else "nothing")
        match = " and ".join(f"t.{c.name} = k.{c.name}" for c in self.key_columns)
        load = f"select {read} from {self.name} t join {keys} using ({key})"
        return (
            f"select coalesce(json_agg(row), '[]')::text from ({load}) as row",
            insert + conflict,
            f"delete from {self.name} t using {keys} where {match}",
        )


def table_name(build: Build, suffix: str = "") -> str:
    """The table that holds the rows of a build."""
    again = f"_{build.generation}" if build.generation else ""
    return f'read."{build.name}_v{build.version}{again}{suffix}"'


def _typed(some: Iterable[Any]) -> str:
    return ", ".join(f"{column.name} {column.sent}" for column in some)


def _json(values: Any) -> str:
    return msgspec.json.encode(values).decode()
