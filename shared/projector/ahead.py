"""How does a projector that is behind read its next batch while it folds this one?"""

from collections.abc import Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Any, NamedTuple

from shared.log.log import Log
from shared.records import Recorded

Records = Sequence[Recorded[Any]]


class _Question(NamedTuple):
    after: int
    limit: int
    partitions: tuple[int, ...]
    upto: int


class Ahead:
    """Reads the log batch by batch; after a full batch the next one is fetched in the background.

    Reading and folding wait for the database by turns: together they go about a third faster.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._next: tuple[_Question, Future[Records]] | None = None

    def read(self, after: int, limit: int, upto: int, partitions: tuple[int, ...] = ()) -> Records:
        """See Log.read."""
        asked = _Question(after, limit, partitions, upto)
        records = self._fetched(asked)
        if records is None:
            records = self._ask(asked)
        if len(records) == limit:
            following = asked._replace(after=records[-1].position)
            self._next = following, self._fetch(following)
        return records

    def _ask(self, asked: _Question) -> Records:
        return self._log.read(asked.after, asked.limit, asked.upto, partitions=asked.partitions)

    def _fetch(self, asked: _Question) -> Future[Records]:
        fetched: Future[Records] = Future()
        # A thread of an executor would keep a process that ends waiting for a database that hangs.
        Thread(target=self._fill, args=(fetched, asked), name="read-ahead", daemon=True).start()
        return fetched

    def _fill(self, fetched: Future[Records], asked: _Question) -> None:
        try:
            fetched.set_result(self._ask(asked))
        except BaseException as error:  # raised again where the batch is taken
            fetched.set_exception(error)

    def _fetched(self, asked: _Question) -> Records | None:
        if self._next is None or self._next[0][:3] != asked[:3]:
            return None
        (question, future), self._next = self._next, None
        records = future.result()
        # The watermark may have moved on since: then only a full batch is the answer still.
        return records if len(records) == asked.limit or question == asked else None
