"""What do a product's projection and a user's own make of history, apart from the live read models?"""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from projections.sales.deal_list import deal_list
from shared.log.fence import Fence
from shared.log.scan import Scan
from shared.projector.engine import Projector
from shared.replay import fold, read, rows, watermark
from shared.replay.fold import FoldFailed, fold_log, fold_table
from shared.replay.rows import DoesNotFit
from shared.replay.rows_out import to_database, to_file
from shared.replay.source import NoProjection, source
from tests.harness.databases import fresh_database
from tests.replay.conftest import Ask
from tests.replay.history import fill, stream

NEWER = """
    insert into log.events (stream_id, version, type, schema_version, occurred_at, actor, branch, source,
        command_id, command_seq, command_digest, correlation_id, payload)
    select gen_random_uuid(), 1, 'sales.DealOpened', 99, now(), 'a', 'b', 'web', gen_random_uuid(), 1, 1,
        gen_random_uuid(), '{}'"""
EXAMPLE = "docs/examples/replay/won_by_branch.py"
OWN = """
from events.sales import DealWon
from shared.projection import Projection, Row

class WonRow(Row):
    branch: str
    deals: int

mine = Projection("mine", version=1, row=WonRow)

@mine.on(DealWon, key=lambda record: record.envelope.branch)
def won(row, record):
    return WonRow(record.envelope.branch, (row.deals if row else 0) + 1)
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A projection in a file outside the repository."""
    path = tmp_path / "mine.py"
    path.write_text(OWN)
    return path


def test_a_projection_of_a_users_own_is_folded_from_a_file(url: str, own: Path) -> None:
    found = fold(url, source(str(own)).load())
    assert found.to_pylist() == [{"branch": "Berlin", "deals": 100}, {"branch": "北京", "deals": 100}]


def test_the_end_may_lie_anywhere_in_the_past(url: str) -> None:
    upto = read(url, Scan(types=("sales.DealWon",)))["position"][9].as_py()
    (row,) = fold(url, source(EXAMPLE).load(), Scan(upto=upto, branches=("Berlin",))).to_pylist()
    assert (row["deals"], row["currency"]) == (5, "CNY")


def test_the_fold_makes_the_rows_of_the_live_read_model(history: Engine, url: str, own: Path) -> None:
    mine = source(str(own)).load()
    projector = Projector(history, [mine])
    projector.prepare()
    projector.catch_up()
    folded = fold_log(url, Scan(upto=watermark(url)), mine)
    with history.connect() as connection:
        expected = {tuple(row) for row in connection.exec_driver_sql("select branch, deals from read.mine")}
    assert expected
    assert {tuple(getattr(r, f) for f in r.__struct_fields__) for r in folded.rows} == expected


def test_equal_rows_have_an_equal_digest_whatever_their_order(url: str) -> None:
    table = fold(url, deal_list)
    backwards = table.sort_by([("deal_id", "descending")])
    assert rows.digest(table) == rows.digest(backwards)
    assert rows.digest(table) != rows.digest(table.slice(1))
    assert rows.digest(table) == rows.digest(fold_table(read(url), deal_list))


def test_rows_become_parquet_csv_and_a_table(url: str, tmp_path: Path, ask: Ask, postgres_url: str) -> None:
    folded = fold_log(url, Scan(upto=watermark(url)), deal_list)
    for encoding in ("parquet", "csv"):
        file = to_file(folded, tmp_path, encoding)
        assert file == tmp_path / f"deal_list.{encoding}"
        (amount,) = ask(f"select amount from '{file}' where deal_id::uuid = '{stream('deal', 7)}'")
        assert Decimal(str(amount[0])) == Decimal("7.50")
    with fresh_database(postgres_url) as other:
        there = other.url.render_as_string(hide_password=False)
        assert [to_database(folded, there), to_database(folded, there)] == ['hindsight."deal_list"'] * 2
        with other.connect() as connection:
            found = connection.exec_driver_sql(
                "select amount, opened_at from hindsight.deal_list where deal_id = %s",
                (stream("deal", 7),),
            ).one()
    assert found == (Decimal("7.50"), datetime.fromisoformat("2023-01-08T21:00:00Z"))


def test_a_fold_that_fails_names_the_event(url: str, own: Path) -> None:
    own.write_text(OWN.replace("(row.deals if row else 0)", "row.deals"))
    with pytest.raises(FoldFailed, match=r"mine failed: AttributeError.* \(position \d+, sales.DealWon\)"):
        fold(url, source(str(own)).load())


def test_a_file_that_cannot_be_loaded_names_the_line(own: Path, tmp_path: Path) -> None:
    own.write_text(OWN + "\nnot_there\n")
    with pytest.raises(NoProjection, match=r"mine.py could not be loaded: line 15: NameError"):
        source(str(own)).load()
    own.write_text("x = 1\n")
    with pytest.raises(NoProjection, match="not exactly one projection; it has: none"):
        source(str(own)).load()
    with pytest.raises(NoProjection, match="No such file"):
        source(str(tmp_path / "nowhere.py"))


def test_an_amount_that_has_no_place_in_a_column_names_the_column(url: str) -> None:
    folded = fold_log(url, Scan(upto=watermark(url)), deal_list)
    folded.rows[0].amount = Decimal("0.0000000001")  # type: ignore[attr-defined]
    with pytest.raises(DoesNotFit, match="Column amount"):
        folded.table()


def test_an_event_of_a_newer_release_is_left_out_and_counted(database: Engine) -> None:
    fill(database, 10)
    with database.begin() as connection:
        connection.exec_driver_sql(NEWER)
    upto = Fence(database).advance(patience=5)
    url = database.url.render_as_string(hide_password=False)
    folded = fold_log(url, Scan(upto=upto), deal_list)
    assert (folded.unreadable, folded.events, len(folded.rows)) == (1, 41, 10)
