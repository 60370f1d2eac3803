"""What becomes of commands that wait for a thread when the process ends?"""

import asyncio
from uuid import uuid4

from sqlalchemy import Engine

from shared.local_bus import LocalBus
from shared.log.log import Log
from shared.records import Receipt
from shared.refusals import Refused, Unavailable
from tests.contracts.asking import header
from tests.contracts.trial.application import trial
from tests.contracts.trial.commands import Note


def test_a_command_that_waits_when_the_bus_closes_is_told_that_nothing_was_changed(
    trial_database: Engine,
) -> None:
    log, sent = Log(trial_database), [header() for _ in range(3)]
    bus = LocalBus({"trial": trial(log)}, threads=1)

    async def ask(number: int) -> Receipt | Refused:
        try:
            return await bus.call(Note(note_id=uuid4(), seconds=0.3), sent[number])
        except Refused as refused:
            return refused

    async def closing() -> list[Receipt | Refused]:
        asking = [asyncio.create_task(ask(number)) for number in (0, 1)]
        await asyncio.sleep(0.1)
        await bus.close()
        return [*await asyncio.gather(*asking), await ask(2)]

    carried_out, *others = asyncio.run(closing())
    assert isinstance(carried_out, Receipt)
    assert [type(other) for other in others] == [Unavailable, Unavailable]
    assert set(log.recorded([one.command_id for one in sent])) == {sent[0].command_id}
