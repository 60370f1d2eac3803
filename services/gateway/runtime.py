"""What does the gateway hold while it runs: its database, the log, the way to the services, the live feed?"""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sqlalchemy import Engine

from services.gateway.feed import Feed
from services.gateway.feed_wakeup import wake_on_events
from services.gateway.operating.operator import Operator
from services.gateway.reading import Reader
from services.gateway.signing_in import settings as sign_in_settings
from services.gateway.signing_in.door import Door
from services.identity.secrets import keys
from shared.bus import Bus
from shared.log.log import Log
from shared.settings import Settings
from shared.status import thresholds
from shared.status.watch import Watch


@dataclass
class Runtime:
    """Everything a route may use; at `request.app.state.runtime`.

    readiness:     asks each thing the gateway depends on: name → None, or a sentence on what is wrong.
    trusted_hosts: names the gateway is served under besides those of the loopback interface.
    events_url:    the broker whose events wake the feed; None where the process does that itself.
    """

    engine: Engine
    log: Log
    bus: Bus
    feed: Feed
    settings: Settings
    readiness: Callable[[], dict[str, str | None]]
    trusted_hosts: Collection[str] = ()
    events_url: str | None = None
    reader: Reader = field(init=False)
    watch: Watch = field(init=False)
    operator: Operator = field(init=False)
    door: Door = field(init=False)
    _wakeup: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.reader = Reader(self.engine)
        limits = thresholds.from_environment()
        self.watch = Watch(self.engine, limits, distributed=self.events_url is not None)
        self.operator = Operator(self.engine, self.settings, limits, self.events_url)
        sealing = keys.load(self.settings.data_dir)
        self.door = Door(self.log, self.bus, sealing, sign_in_settings.from_environment())

    async def start(self) -> None:
        """Begin to follow the log. The database need not answer yet."""
        await self.feed.start()
        self.watch.start()
        if self.events_url:
            self._wakeup = asyncio.create_task(wake_on_events(self.events_url, self.feed))

    async def close(self) -> None:
        """End the live feed, let running queries finish, and give back every connection."""
        if self._wakeup:
            self._wakeup.cancel()
            # A loop that ends before its connection is closed waits for the broker's last word for ever.
            await asyncio.wait({self._wakeup})
        await self.feed.close()
        await asyncio.to_thread(self.watch.stop)
        await self.bus.close()
        self.reader.close()
        self.operator.close()
        self.door.close()
        self.engine.dispose()
