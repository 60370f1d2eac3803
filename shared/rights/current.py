"""What has been recorded about a few streams until this very moment, also above the watermark?"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any
from uuid import UUID
from weakref import ref

from sqlalchemy import Engine

from shared.log.call import quoted
from shared.log.mapper import Mapper
from shared.log.reading import COLUMNS, readable
from shared.log.session import run
from shared.records import Recorded

# The condition on the prefix is that of the partial index, which makes a look cost the same in a long log.
_NEWS = f"""
    select w.position, e.* from log.watermark w left join lateral (
        select {COLUMNS} from log.events
        where starts_with(type, 'identity.') and position > %s and type = any(%s::text[])
        order by position) e on true"""


class Current:
    """Shows each record of these types once, those of a stream in order. Safe to share between threads.

    A record that is committed is seen, wherever the watermark stands. What lies above the watermark is looked
    at again each time, because a record below may still appear there; a record seen is known by its version.
    """

    def __init__(self, engine: Engine, types: Sequence[str], take: Callable[[Recorded[Any]], None]) -> None:
        self._engine = ref(engine)  # whoever asks holds it
        self._types = quoted(types)
        self._take = take
        self._mapper = Mapper()
        self._complete = 0
        self._above: dict[UUID, int] = {}
        self._lock = Lock()
        self._begun = 0
        self._ended = 0

    def catch_up(self) -> bool:
        """Take what is new; False if nothing was. One round trip, shared by those who ask together."""
        arrived = self._begun
        with self._lock:
            if self._ended > arrived:  # whoever looked after we came has taken it
                return False
            self._begun += 1
            news = self._look()
            self._ended = self._begun
            return news

    def _look(self) -> bool:
        engine = self._engine()
        if engine is None:
            raise RuntimeError("This directory outlived its database; ask one of the new database.")
        rows = run(engine, _NEWS, (self._complete, self._types))
        found = readable([row[1:] for row in rows if row[1] is not None], self._mapper)
        news = [record for record in found if record.version > self._above.get(record.stream_id, 0)]
        for record in news:
            self._take(record)
        watermark = rows[0][0]
        self._above = {each.stream_id: each.version for each in found if each.position > watermark}
        self._complete = max(self._complete, watermark)
        return bool(news)
