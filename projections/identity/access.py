"""Who may do what at this moment, by all that was recorded about people, branches, roles and credentials?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from heapq import heappop, heappush
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from events.identity import role_id
from projections.identity.access_fold import (
    TYPES,
    BranchNode,
    Credential,
    Node,
    RoleNode,
    TeamNode,
    UserNode,
    after,
)
from projections.identity.granted import granted
from projections.identity.lent import lent
from shared.events import Unreadable
from shared.log.log import Log
from shared.records import Recorded
from shared.rights.current import Current
from shared.rights.principal import Principal

N = TypeVar("N")


class Access:
    """Everybody's rights, folded from the facts. See shared.rights.directory.Directory."""

    def __init__(self, engine: Engine) -> None:
        self._nodes: dict[UUID, Node] = {}
        self._principals: dict[UUID, Principal | None] = {}
        self._ending: list[tuple[datetime, UUID]] = []
        self._taking = Lock()
        self._current = Current(engine, TYPES, self.take)

    def catch_up(self) -> None:
        """Learn what was recorded until now, and forget the credentials that are good no longer."""
        self._current.catch_up()
        now = datetime.now(UTC)
        with self._taking:
            while self._ending and self._ending[0][0] <= now:
                self._nodes.pop(heappop(self._ending)[1], None)

    def take(self, record: Recorded[Any]) -> None:
        """Learn one fact. One that this release cannot read takes the rights its stream gave."""
        known = self._nodes.get(record.stream_id)
        node = None if isinstance(record.event, Unreadable) else after(record.event, known)
        if node is None:
            self._nodes.pop(record.stream_id, None)
        else:
            self._nodes[record.stream_id] = node
        if isinstance(node, Credential) and known is None:
            with self._taking:
                heappush(self._ending, (node.ends_at, record.stream_id))
        if not isinstance(node or known, Credential):
            self._principals = {}

    def principal(self, user_id: UUID, credential: UUID | None = None) -> Principal | None:
        """What this user may do; with a session or token, for as long and as far as it is good."""
        principals = self._principals
        if user_id not in principals:
            principals[user_id] = self._built(user_id)
        principal = principals[user_id]
        if principal is None or credential is None:
            return principal
        shown = self._nodes.get(credential)
        if (
            not isinstance(shown, Credential)
            or shown.user_id != user_id
            or shown.ends_at <= datetime.now(UTC)
        ):
            return None
        return lent(principal, shown, self.below(shown.branch))

    def credentials(self) -> set[UUID]:
        """The sessions and tokens that are good."""
        return {key for key, _ in self.nodes(Credential)}

    def _built(self, user_id: UUID) -> Principal | None:
        user = self._nodes.get(user_id)
        if not isinstance(user, UserNode) or not user.active:
            return None
        return Principal(
            user_id=user_id,
            name=user.name,
            branch=user.branch,
            branches=self.below(user.branch),
            colleagues=tuple(self._colleagues(user_id, user)),
            rights=granted(self.roles(user)),
        )

    def user(self, user_id: UUID) -> UserNode | None:
        """A user, also one who is not active."""
        user = self._nodes.get(user_id)
        return user if isinstance(user, UserNode) else None

    def roles(self, user: UserNode) -> list[RoleNode]:
        """The roles that give this user rights."""
        found = [self._nodes.get(role_id(key)) for key in user.roles]
        return [role for role in found if isinstance(role, RoleNode) and not role.retired]

    def team(self, team_id: UUID | None) -> TeamNode | None:
        """A team that was not dissolved."""
        team = self._nodes.get(team_id) if team_id else None
        return team if isinstance(team, TeamNode) and not team.dissolved else None

    def branch(self, code: str) -> BranchNode | None:
        """A branch of the tree."""
        return next((each for each in self._of(BranchNode) if each.code == code), None)

    def below(self, code: str) -> tuple[str, ...]:
        """A branch and those below it; one that nobody opened stands for itself."""
        if not code:
            return ()
        found = [code]
        for above in found:
            found += [
                each.code for each in self._of(BranchNode) if each.parent == above and each.code not in found
            ]
        return tuple(found)

    def _colleagues(self, user_id: UUID, user: UserNode) -> Iterator[UUID]:
        yield user_id
        teams = {user.team_id} | {each for each, node in self.nodes(TeamNode) if node.lead_id == user_id}
        together = {team_id for team_id in teams if self.team(team_id)}
        for other, node in self.nodes(UserNode):
            if other != user_id and node.team_id in together:
                yield other

    def _of(self, kind: type[N]) -> Iterator[N]:
        return (node for _, node in self.nodes(kind))

    def nodes(self, kind: type[N]) -> list[tuple[UUID, N]]:
        """Every stream of this kind, and what it says now."""
        return [(key, node) for key, node in list(self._nodes.items()) if isinstance(node, kind)]


def access(log: Log) -> Access:
    """The directory of this process for the database of this log."""
    with _beginning:
        found = _known.get(log.engine)
        if found is None:
            found = _known[log.engine] = Access(log.engine)
        return found


_known: WeakKeyDictionary[Engine, Access] = WeakKeyDictionary()
_beginning = Lock()
