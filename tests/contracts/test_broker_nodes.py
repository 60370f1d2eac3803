"""Does a process find a broker of which only some addresses answer, and say so clearly where none does?"""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from uuid import uuid4

import pytest
from kombu.connection import Connection

from shared.amqp_addresses import in_any_order
from shared.amqp_bus import AmqpBus
from shared.amqp_session import connect
from shared.refusals import Unavailable
from shared.servers import rabbitmq
from shared.servers.ports import free_ports
from tests.contracts.asking import header
from tests.contracts.trial.commands import Note


@pytest.fixture
def nobody() -> str:
    """An address where nothing listens."""
    return f"amqp://127.0.0.1:{free_ports(1)[0]}//"


@pytest.fixture
def hanging_up() -> Iterator[str]:
    """An address, such as that of a load balancer without a broker, that ends each connection at once."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            with suppress(OSError):
                while True:
                    server.accept()[0].close()

        Thread(target=hang_up, daemon=True).start()
        yield f"amqp://127.0.0.1:{server.getsockname()[1]}//"
        server.shutdown(socket.SHUT_RDWR)


def test_a_node_that_is_away_is_passed_by(nobody: str, hanging_up: str, amqp_url: str) -> None:
    url = ";".join((nobody, hanging_up, amqp_url))

    async def story() -> None:
        for _ in range(5):
            await (await connect(url)).close()

    asyncio.run(story())
    for _ in range(5):
        with Connection(in_any_order(f"{nobody};{amqp_url}"), connect_timeout=3) as connection:
            connection.connect()
    assert rabbitmq.answers(url)
    assert not rabbitmq.answers(nobody)


def test_a_broker_that_hangs_up_takes_no_command_and_the_caller_is_told_so(hanging_up: str) -> None:
    async def story() -> None:
        bus = AmqpBus(hanging_up)
        with pytest.raises(Unavailable):
            await bus.call(Note(note_id=uuid4()), header(), 2.0)
        await bus.close()

    asyncio.run(story())
