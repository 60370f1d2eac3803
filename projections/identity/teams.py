"""Which teams are there, in which branch, and who leads them?"""

from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.identity import TeamDissolved, TeamFormed, TeamLed, TeamMoved, TeamRenamed, TeamRevived
from shared.projection import Projection, Row
from shared.records import Recorded


class TeamRow(Row):
    team_id: UUID
    name: str
    branch: str
    lead_id: UUID | None
    dissolved: bool = False


all_teams = Projection("teams", version=1, row=TeamRow)


@all_teams.on(TeamFormed)
def formed(_: TeamRow | None, record: Recorded[TeamFormed]) -> TeamRow:
    team = record.event
    return TeamRow(record.stream_id, team.name, team.branch, team.lead_id)


@all_teams.on(TeamRenamed)
def renamed(row: TeamRow, record: Recorded[TeamRenamed]) -> TeamRow:
    row.name = record.event.name
    return row


@all_teams.on(TeamLed)
def led(row: TeamRow, record: Recorded[TeamLed]) -> TeamRow:
    row.lead_id = record.event.lead_id
    return row


@all_teams.on(TeamMoved)
def moved(row: TeamRow, record: Recorded[TeamMoved]) -> TeamRow:
    row.branch = record.event.branch
    return row


@all_teams.on(TeamDissolved, TeamRevived)
def dissolved(row: TeamRow, record: Recorded[TeamDissolved | TeamRevived]) -> TeamRow:
    row.dissolved = isinstance(record.event, TeamDissolved)
    return row


class Team(msgspec.Struct, frozen=True):
    """A team as pages show it; `members` are those who are active."""

    team_id: UUID
    name: str
    branch: str
    branch_name: str
    lead_id: UUID | None
    lead_name: str | None
    members: int


_TEAMS = text("""
    select t.team_id, t.name, t.branch, coalesce(b.name, t.branch) as branch_name, t.lead_id,
        l.name as lead_name,
        (select count(*) from read.colleagues c where c.team_id = t.team_id and c.active) as members
    from read.teams t
    left join read.branches b on b.code = t.branch
    left join read.colleagues l on l.user_id = t.lead_id
    where not t.dissolved order by t.name, t.team_id""")


def teams(connection: Connection) -> list[Team]:
    """Every team that was not dissolved, by name."""
    return [Team(**row._mapping) for row in connection.execute(_TEAMS)]
