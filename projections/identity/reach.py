"""Who works together with whom, in which branches, and so: whose records do whose rights reach?"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from projections.identity.access import Access
from projections.identity.access_fold import BranchNode, TeamNode, UserNode
from projections.identity.granted import granted
from shared.rights.principal import Rights


def members(known: Access, team_id: UUID | None) -> set[UUID]:
    """Everybody in this team."""
    return {user_id for user_id, user in known.nodes(UserNode) if team_id and user.team_id == team_id}


def leads(known: Access, team_id: UUID | None) -> set[UUID]:
    """Whoever leads this team, also while it is dissolved."""
    return {team.lead_id for each, team in known.nodes(TeamNode) if each == team_id and team.lead_id}


def together(known: Access, team_id: UUID | None) -> set[UUID]:
    """Everybody in this team, and whoever leads it."""
    return members(known, team_id) | leads(known, team_id)


def reached_beside(known: Access, user_id: UUID, team_id: UUID | None) -> set[UUID]:
    """Whose records this user's rights over a team reach if they are in that one, besides their own."""
    led = [each for each, team in known.nodes(TeamNode) if team.lead_id == user_id]
    reached = (members(known, each) for each in (team_id, *led) if known.team(each))
    return set().union(*reached) - {user_id}


def homes(known: Access, user_ids: Iterable[UUID]) -> tuple[str, ...]:
    """The branches in which these users work."""
    found = {user.branch for each in user_ids if (user := known.user(each))}
    return tuple(sorted(found - {""}))


def rights_of(known: Access, user_id: UUID) -> Rights:
    """What a user's roles give, also while they are not active."""
    user = known.user(user_id)
    return granted(known.roles(user)) if user else Rights()


def above(known: Access, code: str | None) -> Iterator[str]:
    """A branch and those above it."""
    parents = {branch.code: branch.parent for _, branch in known.nodes(BranchNode)}
    while code:
        yield code
        code = parents.pop(code, None)


def working_in(known: Access, codes: Iterable[str]) -> set[UUID]:
    """Everybody whose own branch is one of these."""
    wanted = set(codes)
    return {user_id for user_id, user in known.nodes(UserNode) if user.branch in wanted}


def holders(known: Access, role: str) -> set[UUID]:
    """Everybody with this role."""
    return {user_id for user_id, user in known.nodes(UserNode) if role in user.roles}
