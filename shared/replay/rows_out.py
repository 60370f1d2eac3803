"""Where can the rows of a projection be written to?"""

from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from sqlalchemy import Connection

from shared.database import connect
from shared.projection import Row
from shared.projector.columns import columns
from shared.replay.database import SCHEMA
from shared.replay.fold import Folded
from shared.replay.folder import hidden
from shared.replay.manifest import publish

_ROWS = 5_000


def to_file(folded: Folded, path: Path, encoding: str) -> Path:
    """Write the rows as `parquet` or `csv`, to a file of that suffix or into a folder; says where they are.

    Who reads the file meanwhile sees the old rows. Raises DoesNotFit.
    """
    final = path if path.suffix == f".{encoding}" else path / f"{folded.projection.name}.{encoding}"
    final.parent.mkdir(parents=True, exist_ok=True)
    draft, rows = hidden(final), folded.table()
    if encoding == "csv":
        pyarrow.csv.write_csv(_flat(rows), draft)
    else:
        pyarrow.parquet.write_table(rows, draft, compression="zstd")
    publish([(draft, final)])
    return final


def _flat(rows: pa.Table) -> pa.Table:
    """Lists as JSON text, since CSV has none."""
    return pa.table({name: _without_lists(rows.column(name)) for name in rows.schema.names})


def _without_lists(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_list(column.type):
        return column
    return pa.array(
        [None if value is None else msgspec.json.encode(value).decode() for value in column.to_pylist()],
        pa.utf8(),
    )


def to_database(folded: Folded, url: str) -> str:
    """Write the rows to table `hindsight.<projection>` in the place of those there, at once; its name."""
    name = f'{SCHEMA}."{folded.projection.name}"'
    engine = connect(url, application_name="hindsight replay")
    try:
        with engine.begin() as connection:
            _replace(connection, name, folded)
    finally:
        engine.dispose()
    return name


def _replace(connection: Connection, name: str, folded: Folded) -> None:
    made = columns(folded.projection.row)
    definitions = ", ".join(column.definition for column in made)
    key = ", ".join(column.name for column in made[: folded.projection.key_fields])
    connection.exec_driver_sql(f"create schema if not exists {SCHEMA}")
    connection.exec_driver_sql(f"drop table if exists {name}")
    connection.exec_driver_sql(f"create table {name} ({definitions}, primary key ({key}))")
    sent = ", ".join(f"{column.name} {column.sent}" for column in made)
    received = ", ".join(column.received for column in made)
    insert = f"insert into {name} select {received} from json_to_recordset(%s) as r ({sent})"
    for start in range(0, len(folded.rows), _ROWS):
        connection.exec_driver_sql(insert, (_json(folded.rows[start : start + _ROWS]),))


def _json(rows: list[Row]) -> str:
    return msgspec.json.encode(rows).decode()
