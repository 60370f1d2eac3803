"""A way to a server that can turn silent: it takes connections, and nothing comes through any more."""

import socket
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread

Address = tuple[str, int] | str
"""Host and port, or the path of a socket."""


class Proxy:
    """Passes bytes both ways between its own address and a server, while it is open."""

    def __init__(self, at: Address, server: Address) -> None:
        self._server = server
        self._open = Event()
        self._open.set()
        self._lock = Lock()
        self._sockets: set[socket.socket] = set()
        self._listener = _socket(at)
        if isinstance(at, str):
            Path(at).unlink(missing_ok=True)
        self._listener.bind(at)
        if isinstance(at, str):
            Path(at).chmod(0o777)
        self._listener.listen(100)
        Thread(target=self._accept, name="proxy", daemon=True).start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listener.getsockname()[1])

    def hang(self) -> None:
        """From now on take everything and answer nothing."""
        self._open.clear()

    def recover(self) -> None:
        """The server answers again; connections from before are lost."""
        with self._lock:
            lost, self._sockets = self._sockets, set()
        for each in lost:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._open.set()

    def close(self) -> None:
        """Take no further connection."""
        self.recover()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._keep(client)
                Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = _socket(self._server)
        with client, server, suppress(OSError):
            self._open.wait()
            server.connect(self._server)
            self._keep(server)
            back = Thread(target=self._pass, args=(server, client), daemon=True)
            back.start()
            self._pass(client, server)
            back.join()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._open.wait()
                target.sendall(data)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _keep(self, each: socket.socket) -> None:
        with self._lock:
            self._sockets.add(each)


def _socket(address: Address) -> socket.socket:
    return socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET, socket.SOCK_STREAM)
