"""Whose rights reach further by a change of a team or of the tree of branches, and how far?"""

from collections.abc import Iterator
from uuid import UUID

from projections.identity import reach
from projections.identity.access import Access
from services.identity import commands
from services.identity.branch import Branch
from services.identity.team import Team
from shared.application import Given
from shared.rights.levels import Level
from shared.rights.principal import Rights

_TEAMS = "team."


class Widening:
    """Knows whom rights reach. Only people are asked about, and for them there is a directory."""

    def __init__(self, known: Access | None) -> None:
        self._directory = known

    def by_forming(self, _: Team, command: commands.FormTeam, **__: Branch) -> Iterator[Given]:
        """What its lead has over the team and those in it."""
        yield from self._led(command.team_id, command.lead_id, command.branch)

    def by_leading(self, team: Team, command: commands.LeadTeam) -> Iterator[Given]:
        """What its lead has over the team and those in it."""
        yield from self._led(command.team_id, command.lead_id, team.branch)

    def by_moving_a_team(self, team: Team, command: commands.MoveTeam, **_: Branch) -> Iterator[Given]:
        """What those of the new branch have over its teams; and what those of the team have, from there."""
        for user_id in self._working_above(command.branch):
            rights = _of_level(reach.rights_of(self._known, user_id), Level.BRANCH, _TEAMS)
            yield Given(rights, (command.branch,))
        yield from self._each_over_others(command.team_id, (team.branch, command.branch))

    def by_reviving(self, team: Team, command: commands.ReviveTeam) -> Iterator[Given]:
        """What those of the team have over each other again."""
        yield from self._each_over_others(command.team_id, (team.branch,))

    def by_placing(
        self, branch: Branch, command: commands.OpenBranch | commands.MoveBranch
    ) -> Iterator[Given]:
        """What those of the branches above have over a branch and those below it.

        Records may carry the code of a branch before it is opened.
        """
        branches = self._known.below(command.code)
        for user_id in self._working_above(command.parent) - self._working_above(branch.parent):
            yield Given(_of_level(reach.rights_of(self._known, user_id), Level.BRANCH), branches)

    def _working_above(self, code: str | None) -> set[UUID]:
        return reach.working_in(self._known, reach.above(self._known, code))

    def _led(self, team_id: UUID, lead_id: UUID | None, branch: str) -> Iterator[Given]:
        if lead_id is None:
            return
        owners = reach.members(self._known, team_id) - {lead_id}
        branches = (branch, *reach.homes(self._known, owners))
        yield Given(over_others(self._known, lead_id), branches, tuple(owners))
        own = reach.rights_of(self._known, lead_id).levels
        yield Given(Rights({right: Level.OWN for right in own if right.startswith(_TEAMS)}))

    def _each_over_others(self, team_id: UUID, places: tuple[str, ...]) -> Iterator[Given]:
        everyone = reach.members(self._known, team_id)
        branches = (*places, *reach.homes(self._known, everyone))
        for user_id in everyone | reach.leads(self._known, team_id):
            yield Given(over_others(self._known, user_id), branches, tuple(everyone - {user_id}))

    @property
    def _known(self) -> Access:
        if self._directory is None:
            raise RuntimeError("Without a directory only Hindsight itself sends commands.")
        return self._directory


def over_others(known: Access, user_id: UUID) -> Rights:
    """What somebody has over the records of those in their team, where they do not have it over all."""
    rights = reach.rights_of(known, user_id)
    levels = {
        right: Level.TEAM for right, level in rights.levels.items() if level in (Level.TEAM, Level.BRANCH)
    }
    return Rights({} if rights.unlimited else levels, rights.hidden, rights.fixed)


def _of_level(rights: Rights, level: Level, begins: str = "") -> Rights:
    found = {
        right: level for right, held in rights.levels.items() if held == level and right.startswith(begins)
    }
    return Rights({} if rights.unlimited else found, rights.hidden, rights.fixed)
