"""What can a data engineer with a read-only login ask, in Python, in SQL, and in the example notebook?"""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import ProgrammingError

import events  # noqa: F401 - typed records need the declarations
from events.sales import DealWon
from shared.replay import Scan, batches, fold, read, records, to_parquet, watermark
from shared.replay.source import source
from tests.replay.conftest import Ask
from tests.replay.history import stream

NOTEBOOK = Path(__file__).parents[2] / "docs" / "examples" / "replay" / "history.ipynb"


@pytest.fixture(scope="module")
def reader(history: Engine) -> Iterator[str]:
    """The URL for a login that is a member of hindsight_reader and nothing else."""
    with history.begin() as connection:
        connection.exec_driver_sql("create role analyst login in role hindsight_reader")
    yield history.url.set(username="analyst").render_as_string(hide_password=False)
    with history.begin() as connection:
        connection.exec_driver_sql("drop role analyst")


def test_arrow_tables_batches_and_typed_records_tell_the_same(reader: str) -> None:
    won = Scan(types=("sales.DealWon",), branches=("Berlin",))
    table = read(reader, won)
    assert table.num_rows == sum(batch.num_rows for batch in batches(reader, won)) == 100
    typed = list(records(reader, won))
    assert [record.position for record in typed] == table["position"].to_pylist()
    assert all(isinstance(record.event, DealWon) for record in typed)
    assert str(typed[0].stream_id) == str(table["stream_id"][0].as_py())


def test_duckdb_asks_an_arrow_table_and_exported_parquet_in_sql(
    reader: str, tmp_path: Path, ask: Ask
) -> None:
    to_parquet(reader, tmp_path)
    sql = f"""
        select sum((data->>'amount')::decimal(12, 2)) from read_parquet('{tmp_path}/*/*/*.parquet')
        where type = 'sales.DealWon'"""
    (amount,) = ask(sql)[0]
    folded = fold(reader, source("docs/examples/replay/won_by_branch.py").load())
    assert amount == sum(folded["amount"].to_pylist())


def test_sql_reads_payloads_as_jsonb(reader: str) -> None:
    engine = create_engine(make_url(reader))
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "select data->>'currency', (data->>'amount')::numeric from log.event_data "
            "where stream_id = %s and type = 'sales.DealWon'",
            (stream("deal", 7),),
        ).all()
        assert [(currency, str(amount)) for currency, amount in found] == [("CNY", "7.50")]
    engine.dispose()


def test_a_reader_writes_nothing(reader: str) -> None:
    engine = create_engine(make_url(reader))
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.exec_driver_sql("delete from log.events")
    engine.dispose()


def test_a_table_ends_at_the_watermark(history: Engine, reader: str) -> None:
    assert read(reader)["position"][-1].as_py() == watermark(reader)


def test_the_example_notebook_runs(reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HINDSIGHT_DATABASE_URL", reader)
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOK.parents[3]))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("北京" in str(output) for output in shown)
