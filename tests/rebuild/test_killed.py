"""A rebuild that is killed half-way, even twice, goes on where it was; one given up leaves nothing."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector import prepare
from shared.projector.wait import wait_for
from shared.rebuild.builds import cancel
from shared.rebuild.refusals import AlreadyRebuilding
from shared.rebuild.verify import verify
from tests.projector.parcels import rows, send
from tests.rebuild.building import ONE_BY_ONE, builds, built, url_of
from tests.rebuild.rebuilding import leisurely

ROOT = Path(__file__).parents[2]
PARCELS = 80


@contextmanager
def rebuilding(database: Engine, workers: int) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "tests.rebuild.rebuilding", url_of(database), str(workers)]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def folded(database: Engine) -> int:
    """How many partitions a rebuild has done."""
    query = (
        "select coalesce(max(jsonb_array_length(details->'partitions')), 0) from read.builds "
        "where name = 'leisurely' and state = 'rebuilding'"
    )
    with database.connect() as connection:
        return int(connection.exec_driver_sql(query).scalar_one())


def until_folded(database: Engine, partitions: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 40
    while folded(database) < partitions:
        assert process.poll() is None, "the rebuild ended before it was killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_killed_twice_it_goes_on_where_it_was(database: Engine, log: Log) -> None:
    prepare.prepare(database, [leisurely])
    send(log, range(PARCELS), "Leeds")
    for partitions in (3, 8):
        with rebuilding(database, 2) as process:
            until_folded(database, partitions, process)
    done_before = folded(database)
    (done,) = built(database, leisurely, means=ONE_BY_ONE)
    assert done_before >= 8
    assert done.events < 2 * PARCELS
    assert builds(database, "leisurely") == [(1, 0, "previous"), (1, 1, "serving")]
    assert len(rows(database, "leisurely")) == PARCELS
    (verdict,) = verify(url_of(database), [leisurely])
    assert (verdict.same, verdict.rows) == (True, PARCELS)
    wait_for(database, ["leisurely"], Fence(database).advance())


def test_its_workers_end_with_it(database: Engine, log: Log) -> None:
    prepare.prepare(database, [leisurely])
    send(log, range(PARCELS), "Leeds")
    with rebuilding(database, 2) as process:
        until_folded(database, 1, process)
    deadline = time.monotonic() + 20
    while workers_of(database):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def workers_of(database: Engine) -> int:
    query = (
        "select count(*) from pg_stat_activity "
        "where application_name = 'hindsight rebuild' and datname = current_database()"
    )
    with database.connect() as connection:
        return int(connection.exec_driver_sql(query).scalar_one())


def test_interrupted_by_hand_it_can_be_given_up(database: Engine, log: Log) -> None:
    prepare.prepare(database, [leisurely])
    send(log, range(PARCELS), "Leeds")
    with rebuilding(database, 1) as process:
        until_folded(database, 2, process)
        with pytest.raises(AlreadyRebuilding):
            cancel(database, "leisurely")
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert cancel(database, "leisurely")
    assert builds(database, "leisurely") == [(1, 0, "serving")]
    assert not cancel(database, "leisurely")
    with database.connect() as connection:
        left = "select count(*) from pg_tables where schemaname = 'read' and tablename like 'leisurely_v1_%%'"
        assert connection.exec_driver_sql(left).scalar_one() == 0
