"""Who asks, and what may they see and do?"""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from shared.rights.condition import EVERYTHING, NOTHING, Condition, Part
from shared.rights.levels import Level

SEE = "see"
ASSIGN = "assign"


class Rights(msgspec.Struct, frozen=True):
    """What somebody's roles give together, the widest of each.

    levels: `<object>.<action>` → how far; missing is none.
    hidden: `<object>.<field>` nobody shows them; fixed: those they see and may not change.
    """

    levels: Mapping[str, Level] = {}
    hidden: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    unlimited: bool = False
    own_account: bool = True
    """May they change what is theirs alone, such as their password? Not with a token."""


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on whose behalf something is asked or done.

    user_id:    None is Hindsight itself: a policy, the command line, the demo.
    branches:   codes of the principal's branch and of those below it.
    colleagues: everyone of the same team, the principal too.
    within:     codes of the branches outside which nothing is allowed; None: wherever the rights reach.
    """

    user_id: UUID | None
    name: str
    branch: str = ""
    branches: tuple[str, ...] = ()
    colleagues: tuple[UUID, ...] = ()
    within: tuple[str, ...] | None = None
    rights: Rights = Rights()

    def level(self, thing: str, action: str) -> Level:
        """How far this right reaches."""
        if self.rights.unlimited:
            return Level.ALL
        return self.rights.levels.get(f"{thing}.{action}", Level.NONE)

    def may(self, thing: str, action: str, *, owner_id: UUID | None = None, branch: str = "") -> bool:
        """Does the right reach a record of this owner and branch?"""
        level = self.level(thing, action)
        if self.within is not None and branch not in self.within:
            return False
        if level == Level.ALL:
            return True
        own = owner_id is not None and owner_id == self.user_id and level >= Level.OWN
        team = owner_id in self.colleagues and level >= Level.TEAM
        return own or team or (branch in self.branches and level >= Level.BRANCH)

    def places(self, thing: str, action: str, owner_id: UUID | None, branch: str) -> bool:
        """May they begin a record of this owner and branch, by this right or by that to assign?"""
        allowed = self.level(thing, action)
        reach = max(allowed, self.level(thing, ASSIGN))
        inside = self.within is None or branch in self.within
        return inside and allowed > Level.NONE and self._holds(reach, owner_id, branch)

    def _holds(self, level: Level, owner_id: UUID | None, branch: str) -> bool:
        if level == Level.ALL:
            return True
        if level == Level.BRANCH:
            return branch in self.branches
        owners = (self.user_id,) if level == Level.OWN else (self.user_id, *self.colleagues)
        return owner_id in owners and branch == self.branch

    def where(self, thing: str, action: str = SEE, *, alias: str = "") -> Condition:
        """The same as `may`, for rows with the columns `owner_id` and `branch`.

        The parameters are named after the thing, so that one query may ask for several.
        """
        level = self.level(thing, action)
        if level == Level.NONE:
            return NOTHING
        dot = f"{alias}." if alias else ""
        reached = EVERYTHING if level == Level.ALL else self._reached(level, dot, thing)
        return reached if self.within is None else _inside(reached, self.within, dot, thing)

    def _reached(self, level: Level, dot: str, thing: str) -> Condition:
        owners = [self.user_id] if level == Level.OWN else list(self.colleagues)
        parameters: dict[str, object] = {f"{thing}_owners": [str(owner) for owner in owners]}
        set_of_owners = f"cast(:{thing}_owners as uuid[])"
        whose = f"{dot}owner_id = any({set_of_owners})"
        owned = Part(f"unnest({set_of_owners})", f"{dot}owner_id = reached.one")
        if level < Level.BRANCH:
            return Condition(whose, parameters, (owned,))
        parameters[f"{thing}_branches"] = list(self.branches)
        set_of_branches = f"cast(:{thing}_branches as text[])"
        inside = f"{dot}branch = any({set_of_branches})"
        placed = Part(f"unnest({set_of_branches})", f"{dot}branch = reached.one")
        besides = Part(owned.ones, f"{owned.where} and not {inside}")
        return Condition(f"({inside} or {whose})", parameters, (placed, besides))

    def shows(self, thing: str, field: str) -> bool:
        """May they see this field at all?"""
        return f"{thing}.{field}" not in self.rights.hidden

    def naming(self, thing: str, field: str, *, alias: str) -> Condition:
        """Which rows may be named beside another record: those they see, where they see that field at all."""
        return self.where(thing, alias=alias) if self.shows(thing, field) else NOTHING

    def writes(self, thing: str, field: str) -> bool:
        """May they change this field?"""
        return self.shows(thing, field) and f"{thing}.{field}" not in self.rights.fixed


def _inside(reached: Condition, branches: tuple[str, ...], dot: str, thing: str) -> Condition:
    sql = f"({reached.sql} and {dot}branch = any(cast(:{thing}_within as text[])))"
    return Condition(sql, {**reached.parameters, f"{thing}_within": list(branches)})


SYSTEM = Principal(user_id=None, name="Hindsight", rights=Rights(unlimited=True))
