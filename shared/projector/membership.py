"""How do projector processes share the partitions of the log without being told of each other?"""

from collections.abc import Collection
from itertools import count
from threading import Event, Thread

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from shared.projector.failures import told
from shared.projector.followed import EVERYTHING
from shared.slices import WHOLE
from shared.telemetry.logs import logger

LOOK_SECONDS = 0.5
_SLOTS = 723684355
# The server ends the session of a process that is frozen or cut off, and with it frees its slot.
_LEASE = "set idle_session_timeout = '5s'"
_TAKE = "select pg_try_advisory_lock(%s, %s)"
_TAKEN = """
select objid::int from pg_locks where locktype = 'advisory' and granted and classid = %s and objsubid = 2
and database = (select oid from pg_database where datname = current_database()) order by objid"""
_log = logger(__name__)


class Membership:
    """A slot this process holds by a session lock, and its share of the partitions by rank among the slots.

    While the database is away everybody keeps what they had: checkpoints let nobody do harm.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None
        self._slot = -1
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="membership", daemon=True)
        self._share: Collection[int] = frozenset()

    def share(self) -> Collection[int]:
        """The partitions that are this process's now; WHOLE stands for the readers of the whole log."""
        return self._share

    def start(self) -> None:
        """Take a slot, and keep watching who else has one."""
        self._thread.start()

    def stop(self) -> None:
        """Leave the partitions to the others."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._look()
            except SQLAlchemyError as error:  # also where no session is free
                _log.warning("cannot see who else projects", reason=told(error))
                self._leave()
            self._stopping.wait(LOOK_SECONDS)
        self._leave()

    def _look(self) -> None:
        connection = self._connection or self._join()
        taken = list(connection.exec_driver_sql(_TAKEN, (_SLOTS,)).scalars())
        share = share_of(taken.index(self._slot), len(taken)) if self._slot in taken else frozenset()
        if share != self._share:
            _log.info("follows these partitions", partitions=sorted(share), processes=len(taken))
            self._share = share

    def _join(self) -> Connection:
        connection = self._connection = self._engine.connect()
        connection.exec_driver_sql(_LEASE)
        slots = (slot for slot in count() if connection.exec_driver_sql(_TAKE, (_SLOTS, slot)).scalar_one())
        self._slot = next(slots)
        return connection

    def _leave(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # ends the session, and with it the lock
            connection.close()


def share_of(rank: int, members: int) -> frozenset[int]:
    """The partitions of one of so many members; together they have all, and each has one owner."""
    mine = {p for p in EVERYTHING if p != WHOLE and p % members == rank}
    return frozenset(mine | {WHOLE} if rank == members - 1 else mine)
