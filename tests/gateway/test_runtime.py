"""Does the gateway end when it is told to?"""

import asyncio
from pathlib import Path

from sqlalchemy import Engine

from services.gateway.feed import Feed
from services.gateway.runtime import Runtime
from shared.amqp_bus import AmqpBus
from shared.log.log import Log
from shared.settings import from_environment


def test_nothing_of_it_goes_on_when_it_is_closed(database: Engine, amqp_url: str, tmp_path: Path) -> None:
    async def left_over() -> set[asyncio.Task[object]]:
        log, settings = Log(database), from_environment({"HINDSIGHT_DATA_DIR": str(tmp_path)})
        runtime = Runtime(database, log, AmqpBus(amqp_url), Feed(log), settings, dict, events_url=amqp_url)
        await runtime.start()
        await asyncio.sleep(2)  # for its connection to the broker, which nothing tells of
        await runtime.close()
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(left_over()) == set()
