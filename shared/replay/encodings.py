"""How is a table of events written as Parquet, and how as CSV?"""

from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from shared.replay.folder import Encoding
from shared.replay.shape import as_text

# What repeats; for everything else a dictionary would only cost time.
_REPEATED = ["type", "schema_version", "version", "actor", "branch", "source"]


def _write_parquet(events: pa.Table, path: Path) -> None:
    pyarrow.parquet.write_table(
        events, path, compression="zstd", compression_level=3, use_dictionary=_REPEATED
    )


def _write_csv(events: pa.Table, path: Path) -> None:
    with path.open("wb") as file:
        write_csv(events, file)


def write_csv(events: pa.Table, file: IO[bytes], *, header: bool = True) -> None:
    """Write events as CSV: texts in quotes, a missing value as nothing, instants in UTC."""
    options = pyarrow.csv.WriteOptions(include_header=header)
    pyarrow.csv.write_csv(as_text(events), file, options)


PARQUET = Encoding("parquet", _write_parquet)
CSV = Encoding("csv", _write_csv)
