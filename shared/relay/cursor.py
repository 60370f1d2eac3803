"""Up to which event has the broker confirmed everything?"""

from sqlalchemy import Engine, text

_LOAD = text(
    "with added as (insert into log.relay_cursor (name, position) values (:name, 0) on conflict do nothing)"
    " select coalesce((select position from log.relay_cursor where name = :name), 0)"
)
_MOVE = text("update log.relay_cursor set position = :to where name = :name and position = :at")


class Overtaken(RuntimeError):
    """Another relay moved the cursor, so this one does not lead any more."""


class Cursor:
    """The position of the last event the broker has confirmed, kept beside the log."""

    def __init__(self, engine: Engine, name: str = "events") -> None:
        self._engine = engine
        self._name = name
        self.position = 0

    def load(self) -> None:
        """Read it as it stands; 0 at the very first start, so that everything is published."""
        with self._engine.begin() as connection:
            self.position = int(connection.scalar(_LOAD, {"name": self._name}) or 0)

    def move(self, to: int) -> None:
        """Remember that everything up to `to` is confirmed. Raises Overtaken."""
        with self._engine.begin() as connection:
            moved = connection.execute(_MOVE, {"name": self._name, "at": self.position, "to": to})
        if moved.rowcount != 1:
            raise Overtaken("another relay moved the cursor; this one stands by")
        self.position = to
