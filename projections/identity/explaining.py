"""Why may somebody do something with a record, or why not?"""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from projections.identity.access import Access
from projections.identity.access_fold import RoleNode, UserNode
from projections.identity.granted import LEVELS
from projections.identity.things import ACTIONS
from shared.rights.levels import Level
from shared.rights.owned import Owned

REACHES = {level: reach for reach, level in LEVELS.items()}


class Given(msgspec.Struct, frozen=True):
    """A role of the user and how far it reaches for one action; `reach` is "" where it gives nothing."""

    role: str
    name: str
    reach: str


class Reason(msgspec.Struct, frozen=True):
    """Whether one action is allowed, how far the widest role reaches, and which roles say so."""

    action: str
    allowed: bool
    reach: str
    given: list[Given]


class Explanation(msgspec.Struct, frozen=True):
    """What decides: the user's place, whose the record is, and each action.

    relation: what the record is to the user: own, team, branch, all (somebody else's).
    chain:    from the record's branch up to the user's, where it lies below; else that branch alone.
    """

    user: str
    active: bool
    branch: str
    thing: str
    relation: str
    chain: list[str]
    reasons: list[Reason]


def explained(access: Access, user_id: UUID, thing: str, owned: Owned) -> Explanation | None:
    """The explanation; None where there is no such user."""
    user = access.user(user_id)
    if user is None:
        return None
    return Explanation(
        user=user.name,
        active=user.active,
        branch=user.branch,
        thing=thing,
        relation=_relation(access, user_id, owned),
        chain=list(_chain(access, owned.branch, user.branch)),
        reasons=[_reason(access, user_id, user, thing, action, owned) for action in ACTIONS],
    )


def _reason(access: Access, user_id: UUID, user: UserNode, thing: str, action: str, owned: Owned) -> Reason:
    principal = access.principal(user_id)
    level = principal.level(thing, action) if principal else Level.NONE
    allowed = principal is not None and principal.may(
        thing, action, owner_id=owned.owner_id, branch=owned.branch
    )
    given = [_given(role, f"{thing}.{action}") for role in access.roles(user)]
    return Reason(action, allowed, REACHES.get(level, ""), given)


def _given(role: RoleNode, right: str) -> Given:
    return Given(role.key, role.name, "all" if role.unlimited else role.grants.get(right, ""))


def _relation(access: Access, user_id: UUID, owned: Owned) -> str:
    principal = access.principal(user_id)
    if owned.owner_id == user_id:
        return "own"
    if principal and owned.owner_id in principal.colleagues:
        return "team"
    return "branch" if principal and owned.branch in principal.branches else "all"


def _chain(access: Access, code: str, upto: str) -> Iterator[str]:
    seen = [code] if code else []
    while seen and seen[-1] != upto:
        node = access.branch(seen[-1])
        if node is None or node.parent is None or node.parent in seen:
            break
        seen.append(node.parent)
    yield from seen if upto in seen else seen[:1]
