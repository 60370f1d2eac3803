"""How many items a second do several writers append, as processes or as threads of one process?"""

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier as ProcessBarrier
from threading import Barrier
from typing import Any

SECONDS = 3.0
START_SECONDS = 60.0
# A fresh interpreter for each would take longer than the run.
_processes = multiprocessing.get_context("fork")

Append = Callable[[], int]
"""Appends once and says how many items that were."""

Prepare = Callable[[str], Append]
"""Given the address of a server, how one writer appends to it."""


def rate_of_processes(prepare: Prepare, url: str, writers: int) -> float:
    """Items a second of that many processes with one writer each."""
    ready, rates = _processes.Barrier(writers), _processes.Queue()
    started = [_processes.Process(target=_process, args=(prepare, url, ready, rates)) for _ in range(writers)]
    for process in started:
        process.start()
    total = sum(rates.get(timeout=START_SECONDS + SECONDS) for _ in started)
    for process in started:
        process.join()
    return float(total)


def rate_of_threads(prepare: Prepare, url: str, writers: int) -> float:
    """Items a second of one process whose threads share what is prepared."""
    rates = _processes.Queue()
    process = _processes.Process(target=_threads, args=(prepare, url, writers, rates))
    process.start()
    total: float = rates.get(timeout=START_SECONDS + SECONDS)
    process.join()
    return total


def _process(prepare: Prepare, url: str, ready: ProcessBarrier, rates: Any) -> None:
    rates.put(_rate(prepare(url), ready))


def _threads(prepare: Prepare, url: str, writers: int, rates: Any) -> None:
    append, ready = prepare(url), Barrier(writers)
    with ThreadPoolExecutor(writers) as pool:
        rates.put(sum(pool.map(lambda _: _rate(append, ready), range(writers))))


def _rate(append: Append, ready: Barrier | ProcessBarrier) -> float:
    append()  # connects
    ready.wait(timeout=START_SECONDS)
    started, items = time.perf_counter(), 0
    while time.perf_counter() - started < SECONDS:
        items += append()
    return items / (time.perf_counter() - started)
