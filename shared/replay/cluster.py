"""How is the same fold spread over a cluster of Dask or Spark?

Streams are folded apart from each other, so whatever keeps a stream together may share the work: here the
partitions of the log for Dask, and groups by a hash of the stream for Spark.
"""

from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa

from shared.log.scan import Scan
from shared.projection import Projection
from shared.replay.fold import fold_log, fold_table
from shared.replay.rows import schema
from shared.replay.source import Source
from shared.slices import PARTITIONS

if TYPE_CHECKING:
    from distributed import Client
    from pyspark.sql import DataFrame, SparkSession

GROUPS = 64
"""Groups of streams that Spark folds, each in one task."""

SPARK_EVENTS = (
    "position bigint, stream_id binary, version int, type string, schema_version smallint, "
    "occurred_at timestamp, recorded_at timestamp, actor string, branch string, source string, "
    "command_id binary, correlation_id binary, causation_id binary, data string, month string, context string"
)
"""The schema to read exported Parquet with: by itself Spark refuses the UUIDs of Parquet."""


class CannotBeSplit(ValueError):
    """The rows of a projection hear of several streams, so that parts of the log cannot be folded apart."""


def fold_part(url: str, scan: Scan, source: Source) -> pa.Table:
    """The rows that one part of the log makes; runs in a worker. Raises ScanFailed, FoldFailed."""
    return fold_log(url, scan, source.load()).table()


def parts(scan: Scan, projection: Projection, wanted: int) -> list[Scan]:
    """At most so many parts of the log that can be folded apart, each some partitions; or only the whole."""
    if not can_be_split(projection):
        return [scan]
    chosen = tuple(scan.partitions or range(PARTITIONS))
    shares = [chosen[number::wanted] for number in range(min(wanted, len(chosen)))]
    return [msgspec.structs.replace(scan, partitions=share) for share in shares]


def can_be_split(projection: Projection) -> bool:
    """Whether each row hears of one stream only."""
    return len(projection.partitions) == PARTITIONS


def fold_on_dask(client: "Client", url: str, scan: Scan, source: Source) -> pa.Table:
    """The rows of a projection, its partitions shared among the workers, each of which reads the log itself.

    Workers import `shared` and `events`, and reach the log at `url`. `scan.upto` must be given. A projection
    whose rows hear of several streams is one task. Raises ScanFailed, FoldFailed.
    """
    threads = sum(client.ncores().values()) or 1
    todo = [(url, part, source) for part in parts(scan, source.load(), threads)]
    return pa.concat_tables(client.gather(client.map(fold_part, *zip(*todo, strict=True))))


def read_on_spark(spark: "SparkSession", folder: str) -> "DataFrame":
    """The events of an exported Parquet folder; ids are 16 bytes, `data` is JSON text."""
    return spark.read.schema(SPARK_EVENTS).parquet(folder)


def fold_on_spark(events: "DataFrame", source: Source) -> "DataFrame":
    """The rows of a projection from events as `read_on_spark` gives them, through applyInArrow.

    Executors import `shared` and `events`. Raises CannotBeSplit.
    """
    from pyspark.sql import functions
    from pyspark.sql.pandas.types import from_arrow_schema

    projection = source.load()
    if not can_be_split(projection):
        raise CannotBeSplit(
            f"The rows of {projection.name} hear of several streams each, so groups of streams cannot be "
            "folded apart. Fold it with shared.replay.fold, or with fold_on_dask, which makes it one task."
        )

    def folded(group: pa.Table) -> pa.Table:
        return fold_table(group, source.load())

    by_stream = functions.pmod(functions.hash("stream_id"), functions.lit(GROUPS))
    return events.groupBy(by_stream).applyInArrow(folded, from_arrow_schema(schema(projection)))
