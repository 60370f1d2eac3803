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


def crashed(database: Engine, *, watermark: int, drawn: int) -> None:
    """What a server that crashed has forgotten by the next connection: whatever did not reach the disk."""
    with database.begin() as connection:
        connection.exec_driver_sql(f"update log.watermark set position = {watermark}")
        connection.exec_driver_sql(f"select setval('log.events_position', {drawn})")
    database.dispose()


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


def test_a_watermark_the_server_forgot_in_a_crash_is_published_again(database: Engine) -> None:
    log, fence = Log(database), Fence(database)
    [receipt] = log.append([commit()])
    fence.advance()
    crashed(database, watermark=0, drawn=receipt.position)
    assert fence.advance() == log.watermark() == receipt.position


def test_positions_drawn_before_a_crash_are_not_taken_for_complete_after_it(database: Engine) -> None:
    fence = Fence(database)
    with database.connect() as slow:
        slow.exec_driver_sql("lock table log.events in row exclusive mode")
        slow.exec_driver_sql("select nextval('log.events_position') from generate_series(1, 10)")
        assert fence.advance(AT_ONCE) == 0
        slow.invalidate()
    crashed(database, watermark=0, drawn=4)
    assert fence.advance(patience=5) == 4


def test_a_new_fence_knows_the_watermark_while_an_append_holds_it(database: Engine) -> None:
    [before] = Log(database).append([commit()])
    Fence(database).advance()
    with open_append(database):
        assert Fence(database).advance(AT_ONCE) == before.position
