"""How does a projector that is behind read its next batch while it folds this one?"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

from shared.log.log import Log
from shared.records import Recorded

Records = Sequence[Recorded[Any]]


class _Question(NamedTuple):
    after: int
    limit: int
    upto: int


class Ahead:
    """Reads the log batch by batch; after a full batch the next one is fetched in the background.

    Reading and folding wait for the database by turns: together they go about a third faster.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="read-ahead")
        self._next: tuple[_Question, Future[Records]] | None = None

    def read(self, after: int, limit: int, upto: int) -> Records:
        """See Log.read."""
        asked = _Question(after, limit, upto)
        records = self._fetched(asked)
        if records is None:
            records = self._log.read(*asked)
        if len(records) == limit:
            following = asked._replace(after=records[-1].position)
            self._next = following, self._thread.submit(self._log.read, *following)
        return records

    def _fetched(self, asked: _Question) -> Records | None:
        if self._next is None or self._next[0][:2] != asked[:2]:
            return None
        (question, future), self._next = self._next, None
        records = future.result()
        # The watermark may have moved on since: then only a full batch is the answer still.
        return records if len(records) == asked.limit or question == asked else None
