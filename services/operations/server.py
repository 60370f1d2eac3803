"""How is the gateway served: told when it is ready, and ended without leaving anybody hanging?"""

import asyncio
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from services.gateway.app import create_app
from services.gateway.runtime import Runtime
from services.gateway.signing_in.accounts import is_founded
from services.gateway.signing_in.founding import start_code
from services.operations.console import say
from services.operations.listening import address, proxies
from shared.projector.failures import pauses

GRACE_SECONDS = 5
READY_FIRST_SECONDS, READY_LONGEST_SECONDS = 0.02, 0.5


def serve(runtime: Runtime, held: socket.socket, announce: Callable[[str], None]) -> None:
    """Serve on this socket until SIGINT or SIGTERM; `announce` gets the address once /readyz says so."""
    config = uvicorn.Config(
        create_app(runtime),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies()),
        forwarded_allow_ips=proxies(),
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    _Server(config, runtime, lambda: announce(address(held))).run(sockets=[held])


def end_on_sigterm() -> None:
    """SIGTERM ends the process the way Ctrl-C does, so that whatever was started is stopped."""

    def end(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, runtime: Runtime, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._runtime = runtime
        self._announce = announce
        self._watch: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._watch = asyncio.create_task(self._until_ready())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._watch is not None:
            self._watch.cancel()
        # Live updates never end by themselves, and uvicorn waits for every answer to end.
        await self._runtime.feed.close()
        await super().shutdown(sockets)

    async def _until_ready(self) -> None:
        # Each look opens connections: a server that stays away is not asked fifty times a second.
        wait = pauses(READY_FIRST_SECONDS, READY_LONGEST_SECONDS)
        while any((await asyncio.to_thread(self._runtime.readiness)).values()):
            await asyncio.sleep(next(wait))
        self._announce()
        at = self._runtime.door
        if not await at.ask(lambda: is_founded(at.log)):
            say("Nobody can sign in yet: open it in a browser and make the first administrator.")
            say(f"From another machine this takes the code {start_code(at)}.")
