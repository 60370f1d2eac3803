"""Who works here, in which branch and team, and with which roles?"""

from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from events.identity import (
    UserAdded,
    UserDeactivated,
    UserEmailChanged,
    UserReactivated,
    UserRenamed,
    UserRolesChanged,
    UserTransferred,
)
from events.sales import AgentJoined, AgentLeft, AgentReturned, AgentTransferred
from shared.projection import Projection, Row
from shared.records import Recorded


class Colleague(Row):
    """A user; `manager` is how sales agents of old named their team, which had no id."""

    user_id: UUID
    name: str
    email: str | None
    branch: str
    team_id: UUID | None
    roles: tuple[str, ...]
    active: bool = True
    manager: str = ""


colleagues_of_all = Projection("colleagues", version=1, row=Colleague, indexes=("name, user_id",))


@colleagues_of_all.on(UserAdded)
def added(_: Colleague | None, record: Recorded[UserAdded]) -> Colleague:
    user = record.event
    return Colleague(record.stream_id, user.name, user.email, user.branch, user.team_id, user.roles)


@colleagues_of_all.on(AgentJoined)
def joined(_: Colleague | None, record: Recorded[AgentJoined]) -> Colleague:
    agent = record.event
    return Colleague(record.stream_id, agent.name, None, agent.office, None, (), True, agent.manager)


@colleagues_of_all.on(AgentTransferred)
def moved(row: Colleague, record: Recorded[AgentTransferred]) -> Colleague:
    row.manager, row.branch = record.event.manager, record.event.office
    return row


@colleagues_of_all.on(UserRenamed)
def renamed(row: Colleague, record: Recorded[UserRenamed]) -> Colleague:
    row.name = record.event.name
    return row


@colleagues_of_all.on(UserEmailChanged)
def email_changed(row: Colleague, record: Recorded[UserEmailChanged]) -> Colleague:
    row.email = record.event.email
    return row


@colleagues_of_all.on(UserTransferred)
def transferred(row: Colleague, record: Recorded[UserTransferred]) -> Colleague:
    row.branch, row.team_id, row.manager = record.event.branch, record.event.team_id, ""
    return row


@colleagues_of_all.on(UserRolesChanged)
def roles_changed(row: Colleague, record: Recorded[UserRolesChanged]) -> Colleague:
    row.roles = record.event.roles
    return row


@colleagues_of_all.on(UserDeactivated, UserReactivated, AgentLeft, AgentReturned)
def left(
    row: Colleague, record: Recorded[UserDeactivated | UserReactivated | AgentLeft | AgentReturned]
) -> Colleague:
    row.active = isinstance(record.event, UserReactivated | AgentReturned)
    return row


class Person(msgspec.Struct, frozen=True):
    """A colleague as pages name one; `team_name` is that of a team that was not dissolved."""

    user_id: UUID
    name: str
    email: str | None
    branch: str
    branch_name: str
    team_id: UUID | None
    team_name: str
    roles: list[str]
    active: bool


_PEOPLE = """
    select c.user_id, c.name, c.email, c.branch, coalesce(b.name, c.branch) as branch_name, t.team_id,
        coalesce(t.name, c.manager) as team_name, c.roles, c.active
    from read.colleagues c
    left join read.teams t on t.team_id = c.team_id and not t.dissolved
    left join read.branches b on b.code = c.branch
    where {which} order by c.name, c.user_id"""
_ACTIVE = text(_PEOPLE.format(which="c.active"))
_EVERYONE = text(_PEOPLE.format(which="true"))
_ONE = text(_PEOPLE.format(which="c.user_id = :user_id"))


def colleagues(connection: Connection) -> list[Person]:
    """Everybody who works here now, by name."""
    return [Person(**row._mapping) for row in connection.execute(_ACTIVE)]


def everyone(connection: Connection) -> list[Person]:
    """Everybody who ever worked here, by name."""
    return [Person(**row._mapping) for row in connection.execute(_EVERYONE)]


def colleague(connection: Connection, user_id: UUID) -> Person | None:
    """One of them."""
    row = connection.execute(_ONE, {"user_id": user_id}).first()
    return Person(**row._mapping) if row else None
