"""What does an append promise to its sender?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import Engine

from shared.log.fence import Fence
from shared.log.log import Log
from shared.records import Commit, Receipt
from shared.refusals import CommandIdReused, VersionConflict
from tests.log.facts import Noted, commit, header


@pytest.fixture
def log(database: Engine) -> Log:
    return Log(database)


def texts(log: Log, commit: Commit) -> list[str]:
    return [record.event.text for record in log.stream(commit.stream_id)]


def test_events_come_back_with_their_envelope(log: Log) -> None:
    noon = datetime(2017, 6, 1, 12, tzinfo=UTC)
    cause = uuid4()
    odd = commit(
        Noted(text="quotes \"', braces {,}, \\ and 你好"),
        actor='a"b,{c}\\',
        occurred_at=noon,
        causation_id=cause,
    )

    [receipt] = log.append([odd])

    [record] = log.stream(odd.stream_id)
    assert record.event == odd.events[0]
    envelope = record.envelope
    assert (envelope.actor, envelope.branch, envelope.source) == ('a"b,{c}\\', "北京", "web")
    assert (envelope.type, envelope.schema_version, envelope.version) == ("facts.Noted", 1, 1)
    assert (envelope.occurred_at, envelope.causation_id) == (noon, cause)
    assert (envelope.command_id, envelope.position) == (odd.header.command_id, receipt.position)
    assert envelope.recorded_at > noon


def test_a_repeated_command_gets_its_first_receipt_and_changes_nothing(log: Log) -> None:
    first = commit(Noted(text="a"), Noted(text="b"))
    [receipt] = log.append([first])

    [repeat] = log.append([first])

    assert repeat == msgspec.structs.replace(receipt, repeated=True)
    assert texts(log, first) == ["a", "b"]


def test_a_repeat_among_new_commits_stops_none_of_them(log: Log) -> None:
    first = commit(Noted(text="a"))
    log.append([first])
    second = commit(Noted(text="b"), stream_id=first.stream_id, after=1)

    receipts = log.append([first, second, second])

    assert [receipt.repeated for receipt in receipts] == [True, False, True]
    assert texts(log, first) == ["a", "b"]


def test_a_command_id_cannot_be_used_for_another_command(log: Log) -> None:
    first = commit(digest=1)
    log.append([first])
    with pytest.raises(CommandIdReused):
        log.append([commit(digest=2, command_id=first.header.command_id)])


def test_a_stale_version_is_refused_and_nothing_is_appended(log: Log) -> None:
    first, other = commit(), commit()
    log.append([first])
    for stale in (0, 2):
        with pytest.raises(VersionConflict):
            log.append([other, commit(stream_id=first.stream_id, after=stale)])
    assert log.existing([first.stream_id, other.stream_id]) == {first.stream_id}


def test_a_conflict_may_cost_a_position_and_holds_no_reader_up(database: Engine, log: Log) -> None:
    first = commit()
    log.append([first])
    with pytest.raises(VersionConflict):
        log.append([commit(stream_id=first.stream_id)])
    [after] = log.append([commit()])
    assert Fence(database).advance(patience=1) == after.position
    assert len(log.read(0, 10)) == 2


def test_of_two_racing_appends_one_wins(log: Log) -> None:
    for _ in range(30):
        stream_id = uuid4()
        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(attempt, [log] * 2, [commit(stream_id=stream_id) for _ in range(2)]))
        assert len([outcome for outcome in outcomes if outcome]) == 1
        assert len(log.stream(stream_id)) == 1


def attempt(log: Log, one: Commit) -> Receipt | None:
    try:
        return log.append([one])[0]
    except VersionConflict:
        return None


def test_a_command_sent_twice_at_once_is_carried_out_once(log: Log) -> None:
    for _ in range(30):
        one = commit(Noted(text="a"), Noted(text="b"))
        with ThreadPoolExecutor(2) as pool:
            receipts = [receipts[0] for receipts in pool.map(log.append, [[one], [one]])]
        assert sorted(receipt.repeated for receipt in receipts) == [False, True]
        assert receipts[0].position == receipts[1].position


def test_positions_of_one_append_have_no_gap_while_others_append(log: Log) -> None:
    def block() -> None:
        many = [commit(*[Noted(text="a")] * 3) for _ in range(30)]
        receipts = log.append(many)
        assert [receipt.position for receipt in receipts] == list(
            range(receipts[0].position, receipts[0].position + 90, 3)
        )

    with ThreadPoolExecutor(6) as pool:
        results = [pool.submit(work) for _ in range(20) for work in (block, lambda: log.append([commit()]))]
    for result in results:
        result.result()


def test_a_command_that_changes_nothing_leaves_no_trace(log: Log) -> None:
    idle = Commit(stream_id=uuid4(), expected_version=4, events=(), header=header(), digest=1)
    assert log.append([]) == []
    [receipt] = log.append([idle])
    assert (receipt.version, receipt.position, receipt.events) == (4, 0, ())
    assert log.recorded([idle.header.command_id]) == {}


def test_streams_are_loaded_together(log: Log) -> None:
    first, second = commit(Noted(text="a"), Noted(text="b")), commit(Noted(text="c"))
    log.append([first, second])
    missing = uuid4()
    loaded = log.streams([second.stream_id, first.stream_id, missing])
    assert [r.event.text for r in loaded[first.stream_id]] == ["a", "b"]
    assert [r.event.text for r in loaded[second.stream_id]] == ["c"]
    assert loaded[missing] == []
    assert [r.event.text for r in log.stream(first.stream_id, after=1)] == ["b"]
