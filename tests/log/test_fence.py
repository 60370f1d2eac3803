"""What holds the watermark back, and what does not?"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from shared.log.call import CALL, parameters
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.mapper import Mapper
from tests.log.facts import commit

AT_ONCE = 0.0


@contextmanager
def open_append(database: Engine) -> Iterator[Connection]:
    """An append that has drawn its position, and waits before its commit."""
    with database.connect() as connection:
        connection.exec_driver_sql("set application_name to 'slow import'")
        connection.exec_driver_sql(CALL, parameters([commit()], Mapper()))
        yield connection
        connection.rollback()
        connection.invalidate()


def test_an_empty_log_is_complete_at_zero(database: Engine) -> None:
    assert Fence(database).advance() == 0
    assert Log(database).read(after=0, limit=10) == []


def test_nothing_is_read_beyond_the_watermark(database: Engine) -> None:
    log, fence = Log(database), Fence(database)
    [first] = log.append([commit()])
    assert log.read(after=0, limit=10) == []

    assert fence.advance() == log.watermark() == first.position
    log.append([commit()])

    assert [record.position for record in log.read(after=0, limit=10)] == [first.position]


def test_reading_stops_at_the_limit_and_at_upto(database: Engine) -> None:
    log = Log(database)
    positions = [receipt.position for receipt in log.append([commit() for _ in range(5)])]
    Fence(database).advance()
    assert [r.position for r in log.read(after=positions[0], limit=2)] == positions[1:3]
    assert [r.position for r in log.read(after=0, limit=10, upto=positions[1])] == positions[:2]


def test_an_open_append_holds_the_watermark_and_is_named(database: Engine) -> None:
    log, fence = Log(database), Fence(database)
    [before] = log.append([commit()])
    with open_append(database) as slow:
        log.append([commit() for _ in range(1000)])
        assert fence.advance(AT_ONCE) <= before.position
        [holder] = fence.holders()
        assert holder.application_name == "slow import"
        assert holder.pid is not None
        assert holder.seconds is not None
        slow.commit()
    assert fence.advance() == before.position + 1001
    assert len(log.read(after=0, limit=2000)) == 1002
    assert fence.holders() == []


def test_an_append_rolled_back_leaves_a_gap_and_holds_nothing_back(database: Engine) -> None:
    log, fence = Log(database), Fence(database)
    with open_append(database):
        pass
    [after_gap] = log.append([commit()])
    assert after_gap.position == 2
    assert fence.advance() == 2
    assert [record.position for record in log.read(after=0, limit=10)] == [2]


def test_a_writer_whose_session_dies_holds_nothing_back(database: Engine) -> None:
    fence = Fence(database)
    with open_append(database) as slow, database.connect() as other:
        Log(database).append([commit()])
        assert fence.advance(AT_ONCE) == 0
        pid = fence.holders()[0].pid
        other.exec_driver_sql(f"select pg_terminate_backend({pid}, 5000)")
        assert fence.advance(patience=5) == 2
        slow.invalidate()


def test_a_long_transaction_that_appends_nothing_holds_nothing_back(database: Engine) -> None:
    with database.connect() as idle:
        idle.exec_driver_sql("create table read.unrelated (n int)")
        idle.exec_driver_sql("select count(*) from log.events")
        [receipt] = Log(database).append([commit()])
        assert Fence(database).advance() == receipt.position


def test_two_fences_never_move_the_watermark_back(database: Engine) -> None:
    log, early, late = Log(database), Fence(database), Fence(database)
    with open_append(database):
        early.advance(AT_ONCE)
    log.append([commit() for _ in range(10)])
    assert late.advance() == 11
    early.advance()
    assert log.watermark() == 11
