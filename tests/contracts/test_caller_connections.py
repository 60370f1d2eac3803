"""What becomes of a caller's connection when only its channel ends?"""

import asyncio
from uuid import uuid4

import pytest

from shared.amqp_bus import AmqpBus
from shared.amqp_session import Session
from shared.refusals import Unavailable
from tests.contracts.asking import header
from tests.contracts.trial.commands import Note


def test_a_connection_without_its_channel_is_closed_before_another_is_opened(
    amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Session] = []
    really_open = Session.open

    async def noted(url: str) -> Session:
        opened.append(await really_open(url))
        return opened[-1]

    monkeypatch.setattr(Session, "open", noted)

    async def story() -> None:
        bus = AmqpBus(amqp_url)
        for _ in range(2):
            with pytest.raises(Unavailable):
                await bus.call(Note(note_id=uuid4()), header(), 2.0)
            await opened[-1]._calls.close()
        await bus.close()

    asyncio.run(story())
    assert [session._connection.is_closed for session in opened] == [True, True]
