"""How does one process write its share of a long history, cohort by cohort?"""

import gc
import os
from collections.abc import Callable, Sequence
from multiprocessing import parent_process
from signal import SIG_IGN, SIGINT, signal
from threading import Thread
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Engine

from services.operations.demo.cohorts import cohort
from services.operations.demo.plan import Plan, Years
from shared.database import connect, normalized
from shared.log.log import Log
from shared.records import Commit


class _Desk(NamedTuple):
    log: Log
    years: Years


_desk: list[_Desk] = []


def writer(url: str) -> Engine:
    """The log's owner, who does not wait for the disk at each commit."""
    hurried = normalized(url).update_query_dict({"options": "-c synchronous_commit=off"})
    return connect(hurried, pool_size=1, application_name="hindsight demo")


def begin(url: str, plan: Plan) -> None:
    """Make this process ready. Ctrl-C is for its parent, with which it ends, however that ends."""
    signal(SIGINT, SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    # Thousands of commits are alive at once and none of them is garbage: looking for some takes a third more.
    gc.disable()
    _desk.append(_Desk(Log(writer(url)), Years(plan)))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def write_one(number: int) -> tuple[int, int]:
    """As `write_cohort`, in a process made ready."""
    return write_cohort(*_desk[0], number)


def write_cohort(log: Log, years: Years, number: int) -> tuple[int, int]:
    """Write a cohort unless it is there; returns its number and how many events were written."""
    return number, write(log, years.regular(number, 0).id, lambda: cohort(years, number))


def write(log: Log, stream_id: UUID, block: Callable[[], Sequence[Commit]]) -> int:
    """Write a block, known by one of its streams, unless it is there; returns the number of events."""
    if log.existing([stream_id]):
        return 0
    receipts = log.append_bulk(block())
    return sum(len(receipt.events) for receipt in receipts if not receipt.repeated)
