"""Does appending in bulk keep every rule of appending?"""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from events.sales import DealRenamed
from shared.database import connect
from shared.log.copying import NotOwner
from shared.log.fence import Fence
from shared.log.log import Log
from shared.records import Envelope
from shared.refusals import CommandIdReused, VersionConflict
from tests.log.facts import Measured, Noted, commit


@pytest.fixture
def log(database: Engine) -> Log:
    return Log(database)


def test_both_ways_store_the_same(database: Engine, log: Log) -> None:
    odd = "a\tb\\c\nd\"e'{}\r\\N 李"
    commits = [
        commit(
            Noted(text=odd), Measured(length=1.5, unit=odd), actor=odd, branch="\\.", causation_id=uuid4()
        ),
        commit(Noted(text="\\"), Noted(text="")),
    ]
    log.append_bulk(commits)
    log.append([twin(one) for one in commits])
    Fence(database).advance(patience=1)
    kept = log.read(0, 10)
    assert [record.event for record in kept[:4]] == [event for one in commits for event in one.events]
    assert list(map(without_ids, kept[:4])) == list(map(without_ids, kept[4:]))
    assert [record.position for record in kept] == list(range(1, 9))


def twin(one: Any) -> Any:
    header = {name: getattr(one.header, name) for name in ("actor", "branch", "causation_id")}
    return commit(*one.events, **header)


def without_ids(record: Any) -> tuple[Any, ...]:
    of: Envelope = record.envelope
    return (
        record.event,
        of.version,
        of.type,
        of.schema_version,
        of.actor,
        of.branch,
        of.source,
        of.causation_id,
    )


def test_the_receipts_are_those_of_an_append(log: Log) -> None:
    first = commit(Noted(text="a"), Noted(text="b"))
    then = commit(stream_id=first.stream_id, after=2)
    receipts = log.append_bulk([first, then, commit()])
    assert [(r.position, r.version, r.events) for r in receipts] == [
        (2, 2, ("facts.Noted", "facts.Noted")),
        (3, 3, ("facts.Noted",)),
        (4, 1, ("facts.Noted",)),
    ]
    assert log.append_bulk([]) == []


@pytest.mark.parametrize("after", [0, 2, 7])
def test_of_commits_with_one_too_old_none_is_appended(log: Log, after: int) -> None:
    stream_id = uuid4()
    log.append([commit(stream_id=stream_id)])
    with pytest.raises(VersionConflict):
        log.append_bulk([commit(), commit(stream_id=stream_id, after=after)])
    assert versions(log, stream_id) == [1]


def versions(log: Log, stream_id: UUID) -> list[int]:
    return [record.version for record in log.stream(stream_id)]


def test_a_command_repeated_in_bulk_gives_its_first_receipt(log: Log) -> None:
    known, new = commit(), commit()
    log.append([known])
    again, fresh = log.append_bulk([known, new])
    assert (again.repeated, again.position) == (True, 1)
    assert not fresh.repeated
    assert versions(log, new.stream_id) == [1]
    with pytest.raises(CommandIdReused):
        log.append_bulk([commit(digest=2, command_id=known.header.command_id)])


def test_only_the_owner_of_the_log_appends_in_bulk(database: Engine) -> None:
    engine = connect(database.url, role="hindsight_sales")
    with pytest.raises(NotOwner, match="append in the usual way"):
        Log(engine).append_bulk([commit(DealRenamed(title="100 chairs"))])
    engine.dispose()
