"""May somebody give these rights to another?"""

from typing import NamedTuple
from uuid import UUID

from shared.refusals import Forbidden
from shared.rights.levels import Level
from shared.rights.principal import SEE, Principal, Rights


class Given(NamedTuple):
    """What somebody has from now on.

    branches: codes of those the rights reach, where they reach a branch or a team; "" is none.
    owners:   whose records the rights over a team reach, besides one's own.
    """

    rights: Rights
    branches: tuple[str, ...] = ()
    owners: tuple[UUID, ...] = ()


class WiderThanOnesOwn(Forbidden):
    """These rights reach further than your own, and nobody gives what they do not have.
    Ask an administrator.
    """


def check_given(giver: Principal, given: Given) -> None:
    """Raises WiderThanOnesOwn where the giver does not have as much, as far."""
    if giver.rights.unlimited and giver.within is None:
        return
    if given.rights.unlimited or _opens(giver.rights, given.rights):
        raise WiderThanOnesOwn
    inside = _reached(giver, given.branches)
    together = set(given.owners) <= set(giver.colleagues)
    for right, level in given.rights.levels.items():
        if not _has(giver, right, level, inside, together):
            raise WiderThanOnesOwn


def _reached(giver: Principal, branches: tuple[str, ...]) -> bool:
    reached = giver.branches if giver.within is None else giver.within
    return all(branch in reached for branch in branches if branch)


def _has(giver: Principal, right: str, level: Level, inside: bool, together: bool) -> bool:
    held = giver.level(*right.split(".", 1))
    if giver.within is not None:
        held = min(held, Level.BRANCH)
    if held == Level.ALL or level > held:
        return level <= held
    return level <= Level.OWN or (inside and (held == Level.BRANCH or together))


def _opens(own: Rights, given: Rights) -> bool:
    """A role that shows records opens every field of theirs that it does not close."""
    return any(_speaks_of(given, field) and field not in given.hidden for field in own.hidden) or any(
        _speaks_of(given, field) and field not in given.fixed for field in own.fixed
    )


def _speaks_of(given: Rights, field: str) -> bool:
    return f"{field.partition('.')[0]}.{SEE}" in given.levels or field in given.fixed
