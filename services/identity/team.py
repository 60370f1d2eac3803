"""What may happen to a team?"""

from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.identity import (
    TeamDissolved,
    TeamEvent,
    TeamFormed,
    TeamLed,
    TeamMoved,
    TeamRenamed,
    TeamRevived,
)
from services.identity import commands
from services.identity.branch import Branch, must_be_open
from shared.refusals import Refused


class TeamAlreadyFormed(Refused):
    """There is already a team with this id, formed with other details. Use a new id."""


class TeamIsDissolved(Refused):
    """This team was dissolved. Revive it first, or choose another."""


class Team(msgspec.Struct, frozen=True):
    """A team as the rules see one."""

    forming: TeamFormed | None = None
    name: str = ""
    branch: str = ""
    lead_id: UUID | None = None
    dissolved: bool = False


def form(team: Team, command: commands.FormTeam, place: Branch) -> list[TeamEvent]:
    forming = TeamFormed(name=command.name, branch=command.branch, lead_id=command.lead_id)
    if team.forming == forming:
        return []
    if team.forming is not None:
        raise TeamAlreadyFormed("team_id")
    must_be_open(place, command.branch)
    return [forming]


def rename(team: Team, command: commands.RenameTeam) -> list[TeamEvent]:
    return [] if command.name == team.name else [TeamRenamed(name=command.name)]


def lead(team: Team, command: commands.LeadTeam) -> list[TeamEvent]:
    if command.lead_id == team.lead_id:
        return []
    if team.dissolved:
        raise TeamIsDissolved("team_id")
    return [TeamLed(lead_id=command.lead_id)]


def move(team: Team, command: commands.MoveTeam, place: Branch) -> list[TeamEvent]:
    if command.branch == team.branch:
        return []
    must_be_open(place, command.branch)
    return [TeamMoved(branch=command.branch)]


def dissolve(team: Team, _: commands.DissolveTeam) -> list[TeamEvent]:
    return [] if team.dissolved else [TeamDissolved()]


def revive(team: Team, _: commands.ReviveTeam) -> list[TeamEvent]:
    return [TeamRevived()] if team.dissolved else []


def evolve(team: Team, event: TeamEvent) -> Team:
    match event:
        case TeamFormed():
            return Team(event, event.name, event.branch, event.lead_id)
        case TeamRenamed(name=name):
            return replace(team, name=name)
        case TeamLed(lead_id=lead_id):
            return replace(team, lead_id=lead_id)
        case TeamMoved(branch=branch):
            return replace(team, branch=branch)
        case TeamDissolved():
            return replace(team, dissolved=True)
        case TeamRevived():
            return replace(team, dissolved=False)
        case _:
            assert_never(event)
