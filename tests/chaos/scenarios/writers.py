"""F08 and F09: somebody keeps a transaction open."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any
from uuid import UUID

import psycopg2

from tests.chaos.readers import TailReader
from tests.chaos.scenarios.kills import NOTHING
from tests.chaos.trial import Scenario
from tests.chaos.world import World
from tests.history_checker import tails
from tests.history_checker.history import Call, Reader, Seen
from tests.history_checker.loading import load

APPEND = """
    select log.append_one(%s::uuid, 0, now(), 'chaos', '', 'api', %s::uuid, 7, %s::uuid, null,
        'customers.CustomerRegistered', 1::smallint,
        '{"kind":"person","name":"Late","owner_id":null,"branch":""}'::bytea)"""
HELD_SECONDS = 5.0


def late_committer(world: World, seconds: float) -> Sequence[str]:
    """F08: one append is held open while many others commit; a poller without a fence must miss it."""
    naive = TailReader(world.recorder, world.database_url, naive=True)
    naive.start()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        _append_late(world)
        time.sleep(0.5)
    naive.stop()
    entries = [
        entry
        for entry in world.recorder.take(lambda entry: getattr(entry, "reader", "") == naive.reader)
        if isinstance(entry, Reader | Seen)
    ]
    missed = not tails.followed(entries, load(world.database_url).events).holds
    return NOTHING if missed else ["the naive poller missed nothing, so this run proves nothing"]


def _append_late(world: World) -> None:
    stream_id, command_id = (UUID(int=world.chance.getrandbits(128), version=4) for _ in range(2))
    began = world.recorder.now()
    before = world.load.acknowledged()
    with _open_transaction(world) as cursor:
        cursor.execute(APPEND, [str(id_) for id_ in (stream_id, command_id, command_id)])
        position = cursor.fetchone()[0]
        world.fault(f"position {position} is drawn and stays uncommitted for {HELD_SECONDS} s")
        time.sleep(HELD_SECONDS)
        cursor.connection.commit()
    world.fault(f"position {position} is committed after {world.load.acknowledged() - before} later ones")
    world.recorder.note(
        Call(
            session=-1,
            command_id=command_id,
            command="late",
            stream_id=stream_id,
            started=began,
            ended=world.recorder.now(),
            deadline=2 * HELD_SECONDS,
            outcome="ok",
            position=position,
            version=1,
            events=("customers.CustomerRegistered",),
        )
    )


def idle_in_transaction(world: World, seconds: float) -> Sequence[str]:
    """F09: a session that has read the log and written elsewhere stays open; all else goes on."""
    with _open_transaction(world) as cursor:
        cursor.execute("create table public.somebodys (id int); insert into public.somebodys values (1)")
        cursor.execute("select count(*) from log.events")
        world.fault("a session is idle in its transaction")
        time.sleep(seconds)
        world.load.stop()
        settled = world.settle()
    return NOTHING if settled.reached else ["read models did not follow while the transaction was open"]


@contextmanager
def _open_transaction(world: World) -> Iterator[Any]:
    url = world.database_url.replace("+psycopg2", "")
    with (
        closing(psycopg2.connect(url, application_name="chaos")) as connection,
        connection.cursor() as cursor,
    ):
        yield cursor


SCENARIOS = (
    Scenario(name="F08", title="late committer; a naive poller must miss it", play=late_committer),
    Scenario(name="F09", title="idle in transaction", play=idle_in_transaction),
)
