"""Do commits of several threads that share a transaction keep outcomes of their own?"""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import uuid4

from psycopg2.errors import InsufficientPrivilege
from sqlalchemy import Engine

from events.sales import DealRenamed
from shared.database import connect
from shared.log.fence import Fence
from shared.log.log import Log
from shared.log.together import MOST
from shared.records import Commit, Receipt
from shared.refusals import CommandIdReused, VersionConflict
from tests.log.facts import Noted, commit
from tests.log.test_together import DEADLINE, until

Outcome = Receipt | BaseException


def appended_at_once(log: Log, commits: Sequence[Commit]) -> list[Outcome]:
    """The outcomes of commits that come from a thread each and leave as one party."""
    together = log._together
    together._under_way += MOST  # nobody leaves before they are all there
    with ThreadPoolExecutor(len(commits)) as pool:
        sent = [pool.submit(log.append, [each]) for each in commits]
        until(lambda: len(together._waiting) == len(commits))
        together._under_way -= MOST
        together._return([])
        return [outcome(one) for one in sent]


def outcome(one: "Future[list[Receipt]]") -> Outcome:
    error = one.exception(DEADLINE)
    return error or one.result()[0]


def in_one_transaction(database: Engine, streams: Sequence[Commit]) -> bool:
    with database.connect() as connection:
        transactions = connection.exec_driver_sql(
            "select count(distinct xmin::text) from log.events where stream_id = any(%s::uuid[])",
            ([str(each.stream_id) for each in streams],),
        )
        return int(transactions.scalar_one()) == 1


def test_each_has_the_outcome_it_would_have_alone(database: Engine) -> None:
    log = Log(database)
    there, known = commit(), commit(Noted(text="a"), Noted(text="b"))
    log.append([there, known])
    fine = [commit(), commit(Noted(text="1"), Noted(text="2")), commit(stream_id=there.stream_id, after=1)]
    stale, ahead = commit(stream_id=known.stream_id), commit(stream_id=uuid4(), after=3)
    reused = commit(command_id=there.header.command_id, digest=2)
    outcomes = appended_at_once(log, [fine[0], stale, fine[1], known, ahead, fine[2], reused])
    receipts = [outcomes[number] for number in (0, 2, 5)]
    assert [(r.version, r.repeated) for r in receipts if isinstance(r, Receipt)] == [
        (1, False),
        (2, False),
        (2, False),
    ]
    assert [type(outcomes[number]) for number in (1, 4, 6)] == [
        VersionConflict,
        VersionConflict,
        CommandIdReused,
    ]
    assert isinstance(outcomes[3], Receipt)
    assert (outcomes[3].repeated, outcomes[3].version, outcomes[3].position) == (True, 2, 3)
    assert in_one_transaction(database, fine[:2])
    Fence(database).advance(patience=1)
    positions = {record.stream_id: record.position for record in log.read(0, 100)}
    assert [positions[each.stream_id] for each in fine] == [
        r.position for r in receipts if isinstance(r, Receipt)
    ]


def test_two_of_one_stream_and_two_of_one_command_do_not_hinder_each_other(database: Engine) -> None:
    log, twice = Log(database), commit()
    one, other = commit(), commit()
    rival = commit(stream_id=one.stream_id)
    outcomes = appended_at_once(log, [one, rival, twice, other, twice])
    assert sorted(type(outcome).__name__ for outcome in outcomes[:2]) == ["Receipt", "VersionConflict"]
    first, second = outcomes[2], outcomes[4]
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert (first.position, sorted([first.repeated, second.repeated])) == (second.position, [False, True])
    assert isinstance(outcomes[3], Receipt)


def test_an_event_that_may_not_be_written_fails_alone(database: Engine) -> None:
    engine = connect(database.url, role="hindsight_sales")
    own, foreign = commit(DealRenamed(title="100 chairs")), commit(Noted(text="not of sales"))
    outcomes = appended_at_once(Log(engine), [own, foreign, commit(DealRenamed(title="10 desks"))])
    assert [type(outcome) for outcome in outcomes] == [Receipt, InsufficientPrivilege, Receipt]
    engine.dispose()


GREEN = """
import eventlet
eventlet.monkey_patch()
import sys
from uuid import uuid4
from shared.database import connect
from shared.log.log import Log
from shared.log.together import MOST
from tests.log.facts import commit
log = Log(connect(sys.argv[1]))
shared = uuid4()
def append(number):
    lone = log.append([commit()])[0]
    try:
        return lone.position, log.append([commit(stream_id=shared)])[0].version
    except Exception as error:
        return lone.position, type(error).__name__
with eventlet.Timeout(20):
    results = list(eventlet.GreenPool(40).imap(append, range(200)))
assert len({position for position, _ in results}) == 200
assert sorted(str(version) for _, version in results) == ["1"] + ["VersionConflict"] * 199
"""


def test_green_threads_append_together_too(database: Engine) -> None:
    url = database.url.render_as_string(hide_password=False)
    done = subprocess.run([sys.executable, "-c", GREEN, url], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    with database.connect() as connection:
        transactions = connection.exec_driver_sql("select count(distinct xmin::text) from log.events")
        assert transactions.scalar_one() < 190
