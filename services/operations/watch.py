"""Does a private server still run? Whoever uses it sees to it that it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Protocol

from services.operations.console import say
from shared.projector.failures import pauses
from shared.servers.errors import ServerMissing
from shared.servers.postgres import PostgresServer

LOOK_SECONDS = 0.5


class Server(Protocol):
    """What is watched."""

    def ended(self) -> bool:
        """Whether it runs no longer, and it is for us to start it again."""

    def start(self) -> None:
        """Bring it back under the same address. Raises ServerMissing."""


def tell_of_others(server: PostgresServer) -> None:
    """Say so when somebody else works on the same data folder."""
    if server.shared:
        say(
            "Another Hindsight process uses this data folder, too: both show the same customers and deals; "
            "one keeps the read models up to date, the other stands by."
        )


@contextmanager
def watched(name: str, server: Server) -> Iterator[None]:
    """Within the block, a server that dies is started again, and the console says so."""
    leaving = Event()
    watcher = Thread(target=_watch, args=(name, server, leaving), name=f"watch {name}", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        leaving.set()
        watcher.join()


def _watch(name: str, server: Server, leaving: Event) -> None:
    while not leaving.wait(LOOK_SECONDS):
        if server.ended():
            say(f"The private {name} died. It is started again; nothing acknowledged is lost.")
            _bring_back(name, server, leaving)


def _bring_back(name: str, server: Server, leaving: Event) -> None:
    told = ""
    for pause in pauses(1.0, 30.0):
        try:
            server.start()
        except ServerMissing as error:
            # The same reason again and again would hide everything else that is said.
            if str(error) != told:
                told = str(error)
                say(f"{told} Hindsight tries again.")
        else:
            say(f"The private {name} runs again.")
            return
        if leaving.wait(pause):
            return
