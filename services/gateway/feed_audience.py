"""Who may hear of an event?"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from projections.history.kinds import kind_of
from projections.identity.access import access
from shared.log.log import Log
from shared.records import Recorded
from shared.rights.owned import Owned
from shared.rights.ownership import BRANCH, OWNER, ownership
from shared.rights.principal import SEE, Principal

KEPT = 50_000
OPEN_TO_ALL = frozenset({"product", "pipeline", "custom_field", "group"})
"""Of these nobody's are more private than others': whoever may see any may see all."""

ABOUT = {"customer_id": "customer", "deal_id": "deal"}
"""The fields of events that name the records they are about."""

Listener = Callable[[], Principal | None]
"""Who listens, with the rights of this moment; None once they may not listen any more."""


class Audience:
    """Knows to whom the records belong that the feed tells of; asked for once, for all who listen."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._owned: OrderedDict[UUID, Owned] = OrderedDict()
        self._access = access(log)

    def learn(self, records: Sequence[Recorded[Any]]) -> None:
        """Find out whose these records are, and what anybody may do by now. Asks the database."""
        self._access.catch_up()
        named = {stream_id for each in records for _, stream_id in _about(each)}
        new = {stream_id for stream_id in named if stream_id not in self._owned}
        new |= {each.stream_id for each in records if each.stream_id not in self._owned or _moves(each)}
        for stream_id, owned in self._told(new).items():
            self._owned[stream_id] = owned
        while len(self._owned) > KEPT:
            self._owned.popitem(last=False)

    def _told(self, stream_ids: Collection[UUID]) -> dict[UUID, Owned]:
        try:
            return ownership(self._log, stream_ids) if stream_ids else {}
        except LookupError:  # a later release wrote one of them; it is nobody's until this one can read it
            if len(stream_ids) == 1:
                return {}
            return {key: owned for each in stream_ids for key, owned in self._told([each]).items()}

    def listener(self, principal: Principal, credential: UUID | None) -> Listener:
        """This principal, as their rights change while they listen."""
        user_id = principal.user_id
        if user_id is None:
            return lambda: principal
        return lambda: self._access.principal(user_id, credential)

    def hears(self, principal: Principal, record: Recorded[Any]) -> bool:
        """May they know that this happened? What was not learnt of is nobody's."""
        if principal.rights.unlimited:
            return True
        return self._seen(principal, kind_of(record.envelope.type), record.stream_id)

    def about(self, principal: Principal, record: Recorded[Any]) -> list[UUID]:
        """The further records it is about, of those they may see."""
        unlimited = principal.rights.unlimited
        named = _about(record)
        return [each for kind, each in named if unlimited or self._seen(principal, kind, each)]

    def _seen(self, principal: Principal, kind: str | None, stream_id: UUID) -> bool:
        owned = self._owned.get(stream_id)
        if kind is None or owned is None:
            return False
        if kind in OPEN_TO_ALL:
            return principal.level("customer" if kind == "group" else kind, SEE) > 0
        return principal.may(kind, SEE, owner_id=owned.owner_id, branch=owned.branch)


def _about(record: Recorded[Any]) -> Iterator[tuple[str, UUID]]:
    """The records its fields name, with their kinds."""
    for field, kind in ABOUT.items():
        named = getattr(record.event, field, None)
        if named is not None and named != record.stream_id:
            yield kind, named


def _moves(record: Recorded[Any]) -> bool:
    return hasattr(record.event, OWNER) or hasattr(record.event, BRANCH)
