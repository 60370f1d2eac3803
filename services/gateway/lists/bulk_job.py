"""How is one change of many rows carried out in a thread beside the gateway's event loop?"""

from collections.abc import Sequence
from concurrent.futures import CancelledError
from threading import Event
from uuid import UUID

from services.gateway.from_thread import FromThread
from services.gateway.lists.bulk import CHUNK, BulkWish, Standing, State
from services.gateway.lists.bulk_steps import Planning
from services.gateway.lists.bulk_store import BulkStore
from services.gateway.rights.acting import acting
from services.gateway.runtime import Runtime
from shared.refusals import Forbidden, Refused
from shared.rights.principal import Principal


class Stopping(Exception):
    """The gateway ends; what was begun is continued by the next one."""


class Job:
    """Some records at a time; after each, how far it is is written down."""

    def __init__(
        self,
        wish: BulkWish,
        standing: Standing,
        store: BulkStore,
        runtime: Runtime,
        bus: FromThread,
        stopping: Event,
        *,
        again: bool,
    ) -> None:
        self.wish, self.standing = wish, standing
        self._store, self._runtime, self._bus, self._stopping = store, runtime, bus, stopping
        self._again = again

    def run(self) -> None:
        """Carry out what is left of it. A gateway that ends stops it; what was changed stays changed."""
        state: State = "failed"
        try:
            self._carry_out()
            state = "done"
        except Stopping:
            state = "running"
        except (Refused, CancelledError, TimeoutError, RuntimeError):
            state = "running" if self._stopping.is_set() else "failed"
        finally:
            self.standing.state = state
            self._store.save(self.wish.id, self.standing)

    def _carry_out(self) -> None:
        engine, wish = self._runtime.engine, self.wish
        who = self._principal()
        with engine.connect() as connection:
            planning = Planning(wish, who, self._runtime.log, connection)
        while self.standing.following < len(wish.ids):
            if self._stopping.is_set():
                raise Stopping
            some = wish.ids[self.standing.following : self.standing.following + CHUNK]
            self._some(planning, some)
            self.standing.following += len(some)
            self._store.save(wish.id, self.standing)
            # Only what was under way when it stopped may have been done already.
            self._again = False

    def _some(self, planning: Planning, ids: Sequence[UUID]) -> None:
        with self._runtime.engine.connect() as connection:
            steps = planning.steps(connection, ids, again=self._again)
        sent = [step.sent(self.wish) for step in steps]
        answers = iter(self._bus.call_many([each for commands in sent for each in commands]))
        for step, commands in zip(steps, sent, strict=True):
            if step.refused is not None:
                self.standing.refuse(step, step.refused)
            else:
                self.standing.note(step, [next(answers) for _ in commands])

    def _principal(self) -> Principal:
        """Whoever wished for it, with the rights they have now. Raises Forbidden where they have none."""
        principal = acting(self._runtime.log, self.wish.user_id, self.wish.credential)
        if principal is None:
            raise Forbidden
        return principal
