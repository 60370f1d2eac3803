"""Which commands take back what one command did to a record?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from shared.commands import Command
from shared.records import Recorded
from shared.refusals import Refused
from shared.undoing import Undoable


class NothingToUndo(Refused):
    """This record knows nothing of that change, or nothing is left of it to take back."""


class ChangedSince(Refused):
    """This was changed again since, so taking it back would lose what came later. Change it by hand."""


def inverse(
    undoable: Undoable, stream_id: UUID, records: Sequence[Recorded[Any]], command_id: UUID
) -> list[Command]:
    """The commands, in order; `records` are the whole stream. Raises NothingToUndo, ChangedSince."""
    own = [record.version for record in records if record.envelope.command_id == command_id]
    if not own:
        raise NothingToUndo
    fold = undoable.aggregate.fold
    before, after, now = fold(records[: own[0] - 1]), fold(records[: own[-1]]), fold(records)
    commands = undoable.set_back(stream_id, now, _as_it_was(undoable, before, after, now, begins=own[0] == 1))
    if not commands:
        raise NothingToUndo
    return commands


def _as_it_was(undoable: Undoable, before: Any, after: Any, now: Any, *, begins: bool) -> Any:
    """The present state with what changed set back; what begins a record is taken back by its end."""
    if begins:
        _must_be_same(undoable, after, now)
        return replace(now, **{undoable.gone: True})
    changed = _changed(undoable, before, after)
    if any(getattr(now, field) != getattr(after, field) for field in changed):
        raise ChangedSince
    return replace(now, **{field: getattr(before, field) for field in changed})


def _must_be_same(undoable: Undoable, after: Any, now: Any) -> None:
    if _changed(undoable, after, now):
        raise ChangedSince


def _changed(undoable: Undoable, one: Any, other: Any) -> list[str]:
    """The fields people know, and whether the record is gone; fields that go together count together."""
    fields = [(undoable.gone,), *undoable.aspects.values()]
    differing = [aspect for aspect in fields if any(getattr(one, f) != getattr(other, f) for f in aspect)]
    return [field for aspect in differing for field in aspect]
