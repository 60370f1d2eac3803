"""What did undoing an import do, and what was left alone, because of whom?"""

import time
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.importing.taking_back import Clash
from shared.undoing import undo_of


class Entity(msgspec.Struct, kw_only=True):
    """What became of one kind of record; `unchanged` were back already."""

    entity: str
    removed: int = 0
    set_back: int = 0
    unchanged: int = 0
    left_alone: int = 0


class LeftAlone(msgspec.Struct, kw_only=True, frozen=True):
    """A part of a record that stays as it is: `actor` made a `change` since, or `reason` says why."""

    entity: str
    id: UUID
    aspect: str
    change: str | None = None
    actor: str | None = None
    source: str | None = None
    at: datetime | None = None
    reason: str | None = None

    @property
    def why(self) -> str:
        """In one sentence."""
        return self.reason or f"{self.change} by {self.actor} ({self.source}) at {self.at:%Y-%m-%d %H:%M:%S}"


class UndoReport:
    """One undo. `position` is the log position that read models must reach to show all of it."""

    def __init__(self, import_id: UUID, records: int, *, dry_run: bool) -> None:
        self.import_id = import_id
        self.records = records
        self.dry_run = dry_run
        self.entities: dict[str, Entity] = {}
        self.left_alone: list[LeftAlone] = []
        self.position = 0
        self._started = time.monotonic()

    @property
    def done(self) -> int:
        return sum(
            each.removed + each.set_back + each.unchanged + each.left_alone for each in self.entities.values()
        )

    @property
    def changed(self) -> int:
        """How many records the undo changed."""
        return sum(each.removed + each.set_back for each in self.entities.values())

    @property
    def seconds(self) -> float:
        """Since the undo began."""
        return time.monotonic() - self._started

    def count(self, entity: str, verdict: str) -> None:
        found = self.entities.setdefault(entity, Entity(entity=entity))
        setattr(found, verdict, getattr(found, verdict) + 1)

    def clash(self, entity: str, clash: Clash) -> None:
        envelope = clash.change.envelope
        self.left_alone.append(
            LeftAlone(
                entity=entity,
                id=envelope.stream_id,
                aspect=clash.aspect,
                change=envelope.type,
                actor=envelope.actor,
                source=envelope.source,
                at=envelope.recorded_at,
            )
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "import_id": str(self.import_id),
            "undo_id": str(undo_of(self.import_id)),
            "dry_run": self.dry_run,
            "records": self.records,
            "changed": self.changed,
            "entities": msgspec.to_builtins(list(self.entities.values())),
            "left_alone": msgspec.to_builtins(self.left_alone),
            "seconds": round(self.seconds, 2),
            "position": self.position,
        }
