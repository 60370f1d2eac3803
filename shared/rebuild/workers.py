"""How do several processes share a fold? One for each task, and all end with the one that started them."""

import os
import signal
from collections.abc import Sequence
from contextlib import ExitStack
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import NamedTuple

from shared.log.scan import ScanFailed
from shared.projector.failures import is_transient, told
from shared.rebuild.filling import fill
from shared.rebuild.task import Advance, Task, Tell


class FoldFailed(RuntimeError):
    """A read model could not be folded again; the message says why."""


class Interrupted(RuntimeError):
    """A fold did not get to its end for a reason that passes; it goes on when it is started again."""


class _Finished(NamedTuple):
    """The work is done, or could not be; `transient` where another try may help."""

    error: str | None
    transient: bool = False


def fold(url: str, tasks: Sequence[Task], processes: int, tell: Tell) -> None:
    """Carry out the tasks; one process is this one. Raises FoldFailed, Interrupted."""
    if min(processes, len(tasks)) > 1:
        _together(url, [tasks[number::processes] for number in range(min(processes, len(tasks)))], tell)
    else:
        _raise(_carried_out(url, tasks, tell))


def _carried_out(url: str, tasks: Sequence[Task], tell: Tell) -> _Finished:
    try:
        for task in tasks:
            fill(url, task, tell)
    except Exception as error:  # folds may fail in any way, and not every error crosses to another process
        return _Finished(told(error), is_transient(error) or isinstance(error, ScanFailed))
    return _Finished(None)


def _raise(finished: _Finished) -> None:
    if finished.error:
        raise (Interrupted if finished.transient else FoldFailed)(finished.error)


def _together(url: str, shares: Sequence[Sequence[Task]], tell: Tell) -> None:
    with ExitStack() as stack:
        channels = [_started(url, tasks, stack) for tasks in shares]
        while channels:
            for ready in wait(channels):
                if isinstance(ready, Connection) and _heard(ready, tell):
                    channels.remove(ready)


def _started(url: str, tasks: Sequence[Task], stack: ExitStack) -> Connection:
    # Not forked: threads and connections of this process would be copied half-way through what they do.
    context = get_context("spawn")
    mine, its = context.Pipe()
    process = context.Process(target=_work, args=(url, tasks, its), name="rebuild", daemon=True)
    process.start()
    its.close()
    stack.callback(_end, process)
    return mine


def _end(process: BaseProcess) -> None:
    process.kill()
    process.join()


def _heard(channel: Connection, tell: Tell) -> bool:
    """Take one message; True when it is the last one."""
    try:
        message = channel.recv()
    except EOFError:
        raise Interrupted("A worker process was killed; run the same command again to go on.") from None
    if isinstance(message, Advance):
        tell(message)
        return False
    _raise(message)
    return True


def _work(url: str, tasks: Sequence[Task], channel: Connection) -> None:
    # Ctrl-C reaches every process of the terminal; the first one decides, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    channel.send(_carried_out(url, tasks, channel.send))


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
