"""Who may hear of an event?"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
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
        new = {each.stream_id for each in records if each.stream_id not in self._owned or _moves(each)}
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
        kind, owned = kind_of(record.envelope.type), self._owned.get(record.stream_id)
        if kind is None or owned is None:
            return False
        if kind in OPEN_TO_ALL:
            return principal.level("customer" if kind == "group" else kind, SEE) > 0
        return principal.may(kind, SEE, owner_id=owned.owner_id, branch=owned.branch)


def _moves(record: Recorded[Any]) -> bool:
    return hasattr(record.event, OWNER) or hasattr(record.event, BRANCH)
