"""Does reading in bulk give exactly what the log holds, filtered, in order and typed?"""

import pickle
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from shared.events import Unreadable
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.scan import SCHEMA, Scan, ScanFailed, arrow, records
from shared.records import Commit, Recorded
from shared.slices import partition_of
from tests.log.facts import Measured, Noted, commit

MAY = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def url(database: Engine) -> str:
    return database.url.render_as_string(hide_password=False)


def append(database: Engine, *commits: Commit) -> list[Recorded[Any]]:
    log = Log(database)
    log.append(commits)
    Fence(database).advance(patience=1)
    return log.read(0, 10_000)


def scanned(url: str, **part: Any) -> list[Recorded[Any]]:
    return [record for batch in records(url, Scan(**part)) for record in batch]


def test_a_scan_reads_what_the_log_reads(database: Engine, url: str) -> None:
    cause = uuid4()
    kept = append(
        database,
        commit(Noted(text="你好"), Noted(text="")),
        commit(
            Measured(length=1.5, unit="m"),
            causation_id=cause,
            occurred_at=datetime(1931, 5, 1, microsecond=1, tzinfo=UTC),
        ),
    )
    found = scanned(url)
    assert found == kept
    assert [record.position for record in found] == [1, 2, 3]
    assert [(r.stream_id, r.version, r.occurred_at) for r in found] == [
        (r.stream_id, r.version, r.occurred_at) for r in kept
    ]
    assert pickle.loads(pickle.dumps(found)) == kept


def test_many_batches_come_in_order_and_few_at_a_time(database: Engine, url: str) -> None:
    append(database, *(commit(Noted(text="x" * 900)) for _ in range(300)))
    batches = list(arrow(url, Scan(), batch_bytes=50_000))
    assert len(batches) > 4
    assert all(batch.schema == SCHEMA for batch in batches)
    assert [p for batch in batches for p in batch.column("position").to_pylist()] == list(range(1, 301))


def test_every_filter_lets_its_events_pass_and_no_others(database: Engine, url: str) -> None:
    wanted = commit(Measured(length=1, unit="m"), actor='d\'Arc \\ "{}" 李', branch="south", occurred_at=MAY)
    append(database, commit(), wanted, commit())
    partition = partition_of(wanted.stream_id)
    [recorded] = [r.envelope.recorded_at for r in scanned(url, streams=(wanted.stream_id,))]
    for part in (
        {"after": 1, "upto": 2},
        {"types": ("facts.Measured", "facts.Forgotten")},
        {"branches": ("south",)},
        {"actors": (wanted.header.actor,)},
        {"correlation_id": wanted.header.correlation_id},
        {"occurred_to": MAY + timedelta(seconds=1)},
        {"occurred_from": MAY, "occurred_to": MAY + timedelta(seconds=1)},
        {"recorded_from": recorded, "recorded_to": recorded + timedelta(microseconds=1)},
        {"partitions": (partition,), "streams": (wanted.stream_id,)},
    ):
        assert [record.stream_id for record in scanned(url, **part)] == [wanted.stream_id], part
    assert len(scanned(url, contexts=("facts",))) == len(scanned(url, partitions=tuple(range(16)))) == 3
    assert scanned(url, contexts=("fact",)) == scanned(url, actors=("'); drop table log.events; --",)) == []
    assert scanned(url, partitions=(15 - partition,), streams=(wanted.stream_id,)) == []


def test_a_scan_ends_at_the_watermark(database: Engine, url: str) -> None:
    append(database, commit())
    Log(database).append([commit()])
    assert [record.position for record in scanned(url, upto=2)] == [1]


def test_an_event_nobody_knows_stops_no_reader(database: Engine, url: str) -> None:
    append(database, commit(Noted(text="a"), Noted(text="b"), Noted(text="c")))
    change(database, "update log.events set type = 'facts.Forgotten' where position = 1")
    change(database, "update log.events set schema_version = 9 where position = 2")
    change(database, "update log.events set payload = '{' where position = 3")
    unreadable = [record.event for record in scanned(url)]
    assert unreadable == [record.event for record in Log(database).read(0, 10)]
    assert all(isinstance(event, Unreadable) for event in unreadable)
    assert [event.type for event in unreadable] == ["facts.Forgotten", "facts.Noted", "facts.Noted"]
    assert unreadable[0].payload == b'{"text":"a"}'
    assert [event.reason.partition(":")[0] for event in unreadable] == [
        "UnknownEvent",
        "NewerEvent",
        "DecodeError",
    ]


@pytest.mark.parametrize("others", [0, 2])
def test_events_of_earlier_shapes_are_lifted(database: Engine, url: str, others: int) -> None:
    old, *_ = append(database, *(commit(Measured(length=1.5, unit="m")) for _ in range(1 + others)))
    change(
        database,
        "update log.events set schema_version = 1, payload = convert_to('{\"length\":\"2.5\"}', 'UTF8')"
        f" where position = {old.position}",
    )
    assert [record.event for record in scanned(url)] == [
        Measured(length=2.5, unit="m"),
        *[Measured(length=1.5, unit="m")] * others,
    ]


def change(database: Engine, statement: str) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("alter table log.events disable trigger append_only")
        connection.exec_driver_sql(statement)


def test_whoever_stops_early_leaves_no_session_behind(database: Engine, url: str) -> None:
    append(database, *(commit(Noted(text="x" * 900)) for _ in range(300)))
    batches = records(url, Scan(), batch_bytes=10_000)
    assert next(batches)[0].position == 1
    batches.close()
    with database.connect() as connection:
        others = connection.exec_driver_sql(
            "select count(*) from pg_stat_activity where datname = current_database() "
            "and state = 'active' and pid <> pg_backend_pid()"
        )
        assert others.scalar_one() == 0


def test_a_database_that_cannot_be_reached_is_named(url: str) -> None:
    with pytest.raises(ScanFailed, match="could not be read in bulk"):
        scanned("postgresql://nobody:p%20w@127.0.0.1:1/nothing")
    assert list(arrow(url, Scan())) == []
