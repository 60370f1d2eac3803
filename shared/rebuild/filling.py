"""How does a process fold its part of the log into a new table, within the memory it may use?"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from shared.database import connect
from shared.log.roles import PROJECTOR
from shared.log.scan import Scan
from shared.rebuild import record
from shared.rebuild.careful import Careful, NotFoldable, sentence
from shared.rebuild.copying import copy
from shared.rebuild.folding import Fast, MustTakeCare, taken
from shared.rebuild.reading import NeedsEnvelope, read
from shared.rebuild.refused import without_refused
from shared.rebuild.room import Room
from shared.rebuild.task import Advance, Task, Tell


def fill(url: str, task: Task, tell: Tell) -> None:
    """Fold the task, each partition exactly once; those that are done stay done however the process ends."""
    engine = connect(url, role=PROJECTOR, pool_size=1, application_name="hindsight rebuild")
    left, most = list(task.partitions), len(task.partitions)
    try:
        with _without_collector():
            while left:
                one_pass = _Pass(url, task, tuple(left[:most]), tell)
                one_pass.run()
                _write(url, engine, task, one_pass)
                most = len(one_pass.partitions)
                del left[:most]
    finally:
        engine.dispose()


class _Pass:
    """Some partitions, folded from the first event to the last; less of them where memory is short."""

    def __init__(self, url: str, task: Task, partitions: tuple[int, ...], tell: Tell) -> None:
        self._url = url
        self._task = task
        self._tell = tell
        self.partitions = partitions
        self._room = Room(task.upto, task.row_bytes)
        self._envelopes = False
        self.folding = self._begun()

    def _begun(self) -> Fast | Careful:
        task = self._task
        return Careful(task.projection, task.leave_out) if task.leave_out else Fast(task.projection)

    def run(self) -> None:
        """Fold up to the end of the task."""
        position = 0
        while position < self._task.upto:
            try:
                position = self._follow(position)
            except MustTakeCare:
                self.folding = Careful(self._task.projection, self._task.leave_out)
                position = 0
            except NeedsEnvelope:
                self._envelopes = True
                self.folding = self._begun()
                position = 0

    def _follow(self, after: int) -> int:
        for records in read(self._url, self._scan(after), envelopes=self._envelopes):
            self.folding.fold(records)
            self._tell(Advance(self.partitions, records[-1].position, len(records)))
            self.folding.rows.tidy(self._task.row_bytes)
            if self._narrowed(records[-1].position):
                return records[-1].position
        return self._task.upto

    def _scan(self, after: int) -> Scan:
        every = self._task.projection.partitions
        partitions = () if self.partitions == every else self.partitions
        return Scan(after=after, upto=self._task.upto, types=self._task.types, partitions=partitions)

    def _narrowed(self, position: int) -> bool:
        """Leave some partitions for later where the rows of all of them would not fit."""
        fits = self._room.fits(position, self.folding.rows.least(), len(self.partitions))
        if fits == len(self.partitions):
            return False
        self._tell(Advance(self.partitions[fits:], 0, 0))
        self.partitions = self.partitions[:fits]
        self.folding.keep(self.partitions)
        return True


def _write(url: str, engine: Engine, task: Task, done: _Pass) -> None:
    table = task.table
    with engine.begin() as connection:
        connection.exec_driver_sql("set local synchronous_commit = off")
        refused = copy(connection, table, taken(done.folding.rows, table.key_of, task.projection))
        parked = done.folding.parked if isinstance(done.folding, Careful) else []
        if refused:
            parked = list(without_refused(url, connection, task, refused, parked))
        if not task.suffix:
            record.folded(connection, table.build, done.partitions, parked)
        elif parked:
            raise NotFoldable(sentence(parked))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Rows form no cycles; looking for some among millions of them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
