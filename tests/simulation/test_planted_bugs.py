"""Does the checker turn red when a part of the running product is replaced by one that is wrong?"""

from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count, pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from events.customers import CustomerRenamed
from projections.customers.directory_fold import customer_directory
from shared.events import event_name
from shared.log.fence import Fence
from shared.log.log import Log
from shared.projector import batch, checkpoints
from shared.records import Commit, Receipt
from tests.harness.databases import fresh_database
from tests.history_checker import loading
from tests.history_checker.checker import broken
from tests.simulation import client
from tests.simulation.outside import opened
from tests.simulation.simulation import simulate

SECONDS = 5.0
SEEDS = (3, 4, 5)
_REUSED = """
    alter table log.events drop constraint events_command_seq;
    insert into log.events (stream_id, version, type, schema_version, occurred_at, actor, branch, source,
        command_id, command_seq, command_digest, correlation_id, payload)
    select gen_random_uuid(), 1, type, schema_version, occurred_at, actor, branch, source,
        command_id, command_seq, command_digest, correlation_id, payload
    from log.events where type = 'customers.CustomerRegistered' and source = 'api' limit 1"""


@pytest.fixture
def finds(postgres_url: str) -> Callable[[str], bool]:
    """Does a run break this invariant? Where bad luck is wanting, another seed has its turn."""

    def find(invariant: str) -> bool:
        for seed in SEEDS:
            with fresh_database(postgres_url) as database:
                url = database.url.render_as_string(hide_password=False)
                if invariant in broken(simulate(url, seed, SECONDS).verdicts()):
                    return True
        return False

    return find


def promised(commit: Commit) -> Receipt:
    """What the sender of this commit will be told once it is in the log."""
    return Receipt(
        command_id=commit.header.command_id,
        stream_id=commit.stream_id,
        version=commit.expected_version + len(commit.events),
        position=1_000_000,
        events=tuple(event_name(type(event)) for event in commit.events),
    )


def test_acknowledged_before_the_commit(
    finds: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    append, numbers = Log.append, count(1)

    def hopeful(self: Log, commits: Sequence[Commit]) -> list[Receipt]:
        if next(numbers) % 20:
            return append(self, commits)
        return [promised(commit) for commit in commits]  # and then the process dies

    monkeypatch.setattr(Log, "append", hopeful)
    assert finds("I1")


def test_a_poller_that_takes_positions_for_commits(
    finds: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def naive(fence: Fence, patience: float = 0.0) -> int:
        with fence._engine.begin() as connection:
            newest = text("select log.publish(coalesce(max(position), 0)) from log.events")
            return int(connection.execute(newest).scalar_one())

    monkeypatch.setattr(Fence, "advance", naive)
    assert finds("I4")


def test_a_checkpoint_that_moves_from_wherever_it_is(
    finds: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(connection: Connection, moves: Sequence[Any], _: str) -> bool:
        for (build, partition), _, after in moves:
            connection.exec_driver_sql(
                "update read.checkpoints set position = %s "
                "where (name, version, generation, partition) = (%s, %s, %s, %s)",
                (after, *build, partition),
            )
        return False

    monkeypatch.setattr(batch, "move", careless)
    assert finds("I5")


def test_a_checkpoint_outside_the_transaction_of_its_rows(
    finds: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    move = checkpoints.move

    def early(connection: Connection, moves: Sequence[Any], me: str) -> bool:
        moved = move(connection, moves, me)
        assert connection.connection.dbapi_connection is not None
        connection.connection.dbapi_connection.commit()
        return moved

    monkeypatch.setattr(batch, "move", early)
    assert finds("I5")


def test_two_events_of_a_stream_in_the_wrong_order(
    finds: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Log.read

    def swapped(self: Log, *asked: Any, **more: Any) -> list[Any]:
        records = list(read(self, *asked, **more))
        for place, (one, other) in enumerate(list(pairwise(records))):
            if one.stream_id == other.stream_id and one.version > 1:
                records[place : place + 2] = other, one
        return records

    monkeypatch.setattr(Log, "read", swapped)
    assert finds("I5")


def test_an_event_type_that_is_not_projected(
    finds: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    handlers = {
        event: each for event, each in customer_directory.handlers.items() if event is not CustomerRenamed
    }
    monkeypatch.setattr(customer_directory, "handlers", handlers)
    assert finds("I6")


def test_a_reply_that_is_dropped_and_waited_for_without_end(
    finds: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "DEADLINE", 1e9)
    assert finds("I8")


def test_a_command_id_that_the_log_takes_twice(database: Engine) -> None:
    url = database.url.render_as_string(hide_password=False)
    run = simulate(url, 3, SECONDS)
    with closing(opened(url)) as connection, connection.cursor() as cursor:
        cursor.execute(_REUSED)
    assert "I1" in broken(run._replace(state=loading.load(url)).verdicts())
