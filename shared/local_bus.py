"""How does a command reach its service inside one process? By a direct call on a thread of a bounded pool."""

import asyncio
from asyncio import CancelledError
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from shared.application import Application
from shared.commands import Command
from shared.handling import Asked, handle, handle_many
from shared.records import Header, Receipt
from shared.refusals import OutcomeUnknown, Refused, Unavailable

R = TypeVar("R")


class LocalBus:
    """A bus whose services are applications of this process."""

    def __init__(self, applications: Mapping[str, Application], *, threads: int = 16) -> None:
        self._applications = applications
        self._closed = False
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="bus")

    async def call(self, command: Command, header: Header, deadline: float = 5.0) -> Receipt:
        """See Bus."""
        application = self._application(command.service())
        return await self._within(deadline, application.name, partial(handle, application, command, header))

    async def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]:
        """See Bus."""
        if not commands:
            return []
        application = self._application(commands[0][0].service())
        asked: list[Asked] = list(commands)
        return await self._within(deadline, application.name, partial(handle_many, application, asked))

    async def close(self) -> None:
        """See Bus. Commands that are being carried out come to their end; those that wait never run."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _application(self, service: str) -> Application:
        try:
            return self._applications[service]
        except KeyError:
            raise Unavailable(service=service) from None

    async def _within(self, deadline: float, service: str, work: Callable[[], R]) -> R:
        if self._closed:
            raise Unavailable(service=service)
        running = self._threads.submit(work)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(running), deadline)
        except TimeoutError:
            # A command that still waited for a thread never runs; one that has a thread cannot be recalled.
            raise (Unavailable if running.cancel() else OutcomeUnknown)(service=service) from None
        except CancelledError:
            if self._closed and running.cancelled():  # by `close`, before it had a thread
                raise Unavailable(service=service) from None
            raise
