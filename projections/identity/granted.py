"""What do several roles give together?"""

from collections.abc import Iterable, Sequence

from projections.identity.access_fold import RoleNode
from shared.rights.levels import Level
from shared.rights.principal import SEE, Rights

HIDDEN = "hidden"
LEVELS = {"own": Level.OWN, "team": Level.TEAM, "branch": Level.BRANCH, "all": Level.ALL}


def granted(roles: Sequence[RoleNode]) -> Rights:
    """The widest of each right. A field is closed where every role that shows such records closes it."""
    named = {field for role in roles for field in role.fields}
    return Rights(
        levels=_levels(roles),
        hidden=frozenset(field for field in named if _closed(roles, field, (HIDDEN,))),
        fixed=frozenset(field for field in named if _closed(roles, field, (HIDDEN, "read"))),
        unlimited=any(role.unlimited for role in roles),
    )


def _levels(roles: Iterable[RoleNode]) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    for role in roles:
        for right, reach in role.grants.items():
            levels[right] = max(levels.get(right, Level.NONE), LEVELS.get(reach, Level.NONE))
    return levels


def _closed(roles: Sequence[RoleNode], field: str, rules: tuple[str, ...]) -> bool:
    if any(role.unlimited for role in roles):
        return False
    see = f"{field.partition('.')[0]}.{SEE}"
    return all(
        role.fields.get(field) in rules for role in roles if see in role.grants or field in role.fields
    )
