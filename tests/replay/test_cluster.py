"""Does a cluster make the same rows as one process?"""

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from shared.log.scan import Scan
from shared.replay import cluster, rows, watermark
from shared.replay.encodings import PARQUET
from shared.replay.export import export
from shared.replay.fold import fold_log
from shared.replay.folder import Folder
from shared.replay.source import source

SPLIT = "projections.sales.deal_list:deal_list"
OWN = "docs/examples/replay/days_to_close.py"
WHOLE = "docs/examples/replay/won_by_branch.py"
MISSING = [
    what
    for what, there in (("Java", shutil.which("java")), ("pyspark", importlib.util.find_spec("pyspark")))
    if not there
]


_SPARK = {
    "ui.enabled": "false",
    "driver.bindAddress": "127.0.0.1",
    "driver.host": "127.0.0.1",
    "sql.session.timeZone": "UTC",
    "sql.shuffle.partitions": "2",
}


@pytest.fixture(scope="module")
def scan(url: str) -> Scan:
    return Scan(upto=watermark(url))


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A cluster of two worker processes on this machine."""
    here: dict[str, Any] = {"host": "127.0.0.1", "dashboard_address": None}
    workers = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **here)
    with workers, Client(workers) as client:
        yield client


@pytest.mark.parametrize("where", [SPLIT, OWN, WHOLE])
def test_dask_makes_the_rows_of_one_process(client: Client, url: str, scan: Scan, where: str) -> None:
    here = fold_log(url, scan, source(where).load()).table()
    there = cluster.fold_on_dask(client, url, scan, source(where))
    assert here.num_rows > 0
    assert rows.digest(there) == rows.digest(here)


def test_the_work_is_split_by_partitions_unless_rows_hear_of_several_streams(scan: Scan) -> None:
    shares = [part.partitions for part in cluster.parts(scan, source(SPLIT).load(), 3)]
    assert [len(share) for share in shares] == [6, 5, 5]
    assert sorted(sum(shares, ())) == list(range(16))
    assert cluster.parts(scan, source(WHOLE).load(), 3) == [scan]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A Spark of this machine, with two threads."""
    if MISSING:
        pytest.skip(f"needs {' and '.join(MISSING)}; `make test-spark` installs pyspark")
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYSPARK_PYTHON", sys.executable)
        environment.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        builder = SparkSession.builder.master("local[2]")
        for name, value in _SPARK.items():
            builder = builder.config(f"spark.{name}", value)
        session = builder.getOrCreate()
        yield session
        session.stop()


@pytest.mark.spark
@pytest.mark.parametrize("where", [SPLIT, OWN])
def test_spark_makes_the_rows_of_one_process_from_exported_parquet(
    spark: Any, url: str, scan: Scan, tmp_path: Path, where: str
) -> None:
    export(url, scan, Folder(tmp_path, PARQUET))
    there = cluster.fold_on_spark(cluster.read_on_spark(spark, str(tmp_path)), source(where))
    here = fold_log(url, scan, source(where).load()).table()
    assert here.num_rows > 0
    assert rows.digest(there.toArrow().cast(here.schema)) == rows.digest(here)


@pytest.mark.spark
def test_spark_refuses_what_cannot_be_split(spark: Any) -> None:
    with pytest.raises(cluster.CannotBeSplit, match="won_by_branch hear of several streams"):
        cluster.fold_on_spark(spark.range(1), source(WHOLE))
