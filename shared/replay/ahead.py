"""How is the next batch fetched while the present one is still being worked on?"""

from collections.abc import Generator
from contextlib import closing
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_LOOK_SECONDS = 0.2
_END_SECONDS = 5.0


def ahead(items: Generator[T, None, None], limit: int) -> Generator[T, None, None]:
    """The same items, fetched by a thread that is at most `limit` of them ahead.

    What the thread raises is raised here; closing this iterator ends it.
    """
    queue: Queue[tuple[T | None, BaseException | None]] = Queue(limit)
    stopped = Event()
    thread = Thread(target=_fetch, args=(items, queue, stopped), name="reads ahead", daemon=True)
    thread.start()
    try:
        while True:
            item, error = queue.get()
            if error is not None:
                raise error
            if item is None:
                return
            yield item
    finally:
        stopped.set()
        thread.join(_END_SECONDS)  # a server that hangs keeps nobody who has given up waiting


def _fetch(
    items: Generator[T, None, None], queue: "Queue[tuple[T | None, BaseException | None]]", stopped: Event
) -> None:
    try:
        with closing(items):
            for item in items:
                if not _put(queue, (item, None), stopped):
                    return
    except BaseException as error:  # whatever it is, the consumer must not wait for ever
        _put(queue, (None, error), stopped)
    else:
        _put(queue, (None, None), stopped)


def _put(
    queue: "Queue[tuple[T | None, BaseException | None]]",
    item: tuple[T | None, BaseException | None],
    stopped: Event,
) -> bool:
    while not stopped.is_set():
        try:
            queue.put(item, timeout=_LOOK_SECONDS)
        except Full:
            continue
        return True
    return False
