"""Up to which event has the broker confirmed everything, in the log and in each of its partitions?"""

from collections.abc import Sequence

from sqlalchemy import Engine, text

from shared.slices import PARTITIONS

_LOAD = text(
    "with added as (insert into log.relay_cursor (name, position) values (:name, 0) on conflict do nothing)"
    " select position, previous from log.relay_cursor where name = :name"
)
_MOVE = text(
    "update log.relay_cursor set position = :to, previous = cast(:previous as bigint[])"
    " where name = :name and position = :at"
)


class Overtaken(RuntimeError):
    """Another relay moved the cursor, so this one does not lead any more."""


class Cursor:
    """The positions of the last events the broker has confirmed, kept beside the log."""

    def __init__(self, engine: Engine, name: str = "events") -> None:
        self._engine = engine
        self._name = name
        self.position = 0
        self.previous: list[int] = []

    def load(self) -> None:
        """Read it as it stands; 0 at the very first start, so that everything is published."""
        with self._engine.begin() as connection:
            row = connection.execute(_LOAD, {"name": self._name}).one_or_none()
            # The row that this statement adds, it does not see yet.
            row = row or connection.execute(_LOAD, {"name": self._name}).one()
        self.position = row.position
        # A relay of an earlier release moves the cursor and notes no partitions, also after one of this
        # release has led: then each of them may hold events up to the cursor.
        noted = max(row.previous) == row.position
        self.previous = row.previous if noted else [row.position] * PARTITIONS

    def move(self, to: int, previous: Sequence[int]) -> None:
        """Remember that everything up to `to` is confirmed. Raises Overtaken."""
        values = {"name": self._name, "at": self.position, "to": to, "previous": list(previous)}
        with self._engine.begin() as connection:
            moved = connection.execute(_MOVE, values)
        if moved.rowcount != 1:
            raise Overtaken("another relay moved the cursor; this one stands by")
        self.position, self.previous = to, list(previous)
