"""To whom do records of other contexts belong? Their own facts say so."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from shared.events import event_classes, event_name
from shared.log.log import Log
from shared.records import Recorded
from shared.rights.owned import NOBODYS, Owned

OWNER, BRANCH = "owner_id", "branch"


def ownership(log: Log, stream_ids: Collection[UUID]) -> dict[UUID, Owned]:
    """The owner and branch of each record, by the last facts with fields of these names.

    A record whose facts name no owner is its own: a user. A branch of None says that it stays where it is;
    where the first fact names none, the record began in that of its envelope.
    """
    found = log.streams(stream_ids, types=_telling())
    return {stream_id: _folded(stream_id, records) for stream_id, records in found.items()}


def _telling() -> list[str]:
    return [event_name(each) for each in event_classes() if {OWNER, BRANCH} & set(each.__struct_fields__)]


def _folded(stream_id: UUID, records: list[Recorded[Any]]) -> Owned:
    owned = NOBODYS._replace(owner_id=stream_id)
    for record in records:
        owner = getattr(record.event, OWNER, owned.owner_id)
        branch = getattr(record.event, BRANCH, None)
        if branch == "" and record.envelope.version == 1:
            branch = record.envelope.branch
        owned = Owned(owner, owned.branch if branch is None else branch)
    return owned
