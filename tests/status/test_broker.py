"""What is told of the broker, also of one that takes connections and never answers?"""

import socket
import time
from collections.abc import Iterator

import pytest

from shared.status.broker import ask


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of something that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"amqp://guest:guest@127.0.0.1:{server.getsockname()[1]}//"


def test_a_broker_that_answers_tells_who_takes_commands(amqp_url: str) -> None:
    found = ask(amqp_url, ["nobody"])
    assert found.problem is None
    assert [(each.name, each.processes) for each in found.services] == [("nobody", 0)]


def test_a_broker_that_never_answers_is_given_up_soon(silent: str) -> None:
    started = time.monotonic()
    assert "does not answer" in (ask(silent, ["sales"]).problem or "")
    assert time.monotonic() - started < 10


def test_a_broker_that_is_not_there_is_told(silent: str) -> None:
    assert "guest:guest" not in (ask("amqp://guest:guest@127.0.0.1:9//", ["sales"]).problem or "guest:guest")
