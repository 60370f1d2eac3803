"""What is a change of many rows, and how far is it?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec

from services.gateway.lists.changes import Value
from shared.commands import Command
from shared.records import Header, Receipt
from shared.refusals import Refused

CHUNK = 200
TOLD = 200
"""So many refusals are told one by one; the others are counted."""
State = Literal["running", "done", "failed"]


class BulkWish(msgspec.Struct, frozen=True, kw_only=True):
    """Which field of which records is to get which value, on whose behalf.

    undoes:     the earlier change it takes back instead; its records are then those of that one.
    credential: a token whose rights are narrower; a session may end while a change goes on.
    zone:       where they live who wished for it.
    """

    id: UUID
    list: str
    field: str
    value: Value
    ids: Sequence[UUID]
    total: int
    user_id: UUID | None
    actor: str
    branch: str
    credential: UUID | None
    began_at: datetime
    undoes: UUID | None = None
    zone: str = "UTC"

    @property
    def day(self) -> date:
        """On which it was wished for there, also where it goes on a day later."""
        return self.began_at.astimezone(ZoneInfo(self.zone)).date()


class Outcome(msgspec.Struct, frozen=True):
    """A record that was not changed, and why."""

    record_id: UUID
    name: str
    refusal: dict[str, Any]


class Standing(msgspec.Struct):
    """How far it is: of the records up to `following` all is known; `undone` says that it was taken back."""

    state: State = "running"
    following: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    position: int = 0
    outcomes: list[Outcome] = []
    undone: bool = False

    @property
    def done(self) -> int:
        """How many records have been dealt with."""
        return self.changed + self.unchanged + self.refused

    def note(self, step: "Step", answers: Sequence[Receipt | Refused]) -> None:
        """What became of one record."""
        for answer in answers:
            if isinstance(answer, Refused):
                self.refuse(step, answer)
                return
        receipts = [answer for answer in answers if isinstance(answer, Receipt) and answer.events]
        if not receipts and not step.earlier:
            self.unchanged += 1
            return
        self.changed += 1
        self.position = max(self.position, *(receipt.position for receipt in receipts), 0)

    def refuse(self, step: "Step", refused: Refused) -> None:
        """It could not be changed so."""
        self.refused += 1
        if len(self.outcomes) < TOLD:
            self.outcomes.append(Outcome(step.record_id, step.name, refused.to_dict()))


class Step(NamedTuple):
    """One record to change. `refused` instead of commands: it cannot be; `earlier`: it was, before a stop."""

    record_id: UUID
    name: str
    commands: Sequence[Command] = ()
    refused: Refused | None = None
    version: int | None = None
    earlier: bool = False

    def sent(self, wish: BulkWish) -> list[tuple[Command, Header]]:
        """With ids that are the same at every attempt, so that nothing is done twice."""
        return [(command, self._header(wish, number)) for number, command in enumerate(self.commands)]

    def _header(self, wish: BulkWish, number: int) -> Header:
        return Header(
            command_id=command_id(wish.id, self.record_id, number),
            correlation_id=wish.id,
            actor=wish.actor,
            branch=wish.branch,
            source="web",
            credential=wish.credential,
            expected_version=self.version if number == 0 else None,
        )


def command_id(change_id: UUID, record_id: UUID, number: int = 0) -> UUID:
    """The id of a command of this change about this record."""
    return uuid5(change_id, f"{record_id}:{number}")
