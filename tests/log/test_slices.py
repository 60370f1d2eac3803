"""Do Python and SQL agree on where a stream belongs, today and for ever?"""

from collections import Counter
from random import Random
from uuid import UUID, uuid1, uuid5

import pytest
from sqlalchemy import Engine

from shared.slices import PARTITIONS, SLICES, partition_of, slice_of

GOLDEN = {
    UUID(int=0): (0, 0),
    UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"): (216, 3),
    UUID("00000000-0000-4000-8000-0000000003ff"): (1023, 15),
    UUID("886313e1-3b8a-5372-9b90-0c9aee199e5d"): (444, 6),
}


@pytest.mark.parametrize("stream_id", GOLDEN)
def test_a_stream_stays_in_its_slice_for_ever(stream_id: UUID) -> None:
    assert (slice_of(stream_id), partition_of(stream_id)) == GOLDEN[stream_id]


def test_sql_says_the_same(database: Engine) -> None:
    chance = Random(1)
    streams = [*GOLDEN, *(UUID(int=chance.getrandbits(128)) for _ in range(2000))]
    asked = "select id, log.slice_of(id), log.partition_of(id) from unnest(%s::text[]::uuid[]) as id"
    with database.connect() as connection:
        found = connection.exec_driver_sql(asked, ([str(stream) for stream in streams],)).all()
    assert [tuple(row) for row in found] == [(each, slice_of(each), partition_of(each)) for each in streams]


@pytest.mark.parametrize(
    "streams",
    [
        [UUID(int=Random(seed).getrandbits(128)) for seed in range(20_000)],
        [uuid5(UUID(int=7), str(number)) for number in range(20_000)],
        [uuid1() for _ in range(20_000)],
    ],
    ids=["random", "derived from names", "by time and machine"],
)
def test_streams_spread_evenly(streams: list[UUID]) -> None:
    slices = Counter(map(slice_of, streams))
    partitions = Counter(map(partition_of, streams))
    assert len(slices) >= SLICES // 2  # some clocks tick in even numbers only
    assert len(partitions) == PARTITIONS
    assert max(partitions.values()) < 1.25 * len(streams) / PARTITIONS
