"""Which colleagues does a reader find, and what is known of one?"""

from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from projections.identity.colleagues import Person
from shared.rights.condition import Condition

MOST = 200


class Search(msgspec.Struct, frozen=True):
    """What those looked for have in common; `text` is part of a name or an address."""

    text: str = ""
    branch: str = ""
    active: bool = True


# A user belongs to themselves, for those who may see their own only.
_FOUND = """
    select c.user_id, c.name, c.email, c.branch, coalesce(b.name, c.branch) as branch_name, t.team_id,
        coalesce(t.name, c.manager) as team_name, c.roles, c.active
    from (select *, user_id as owner_id from read.colleagues) c
    left join read.teams t on t.team_id = c.team_id and not t.dissolved
    left join read.branches b on b.code = c.branch
    where {which} and {see} order by c.name, c.user_id limit :most"""
_MATCHING = """
    c.active = :active and (:branch = '' or c.branch = :branch)
    and (:text = '' or strpos(lower(c.name), lower(:text)) > 0 or strpos(lower(c.email), lower(:text)) > 0)"""


def people(connection: Connection, search: Search, *, see: Condition) -> list[Person]:
    """The first 200 who match, by name; `see` is about the alias c."""
    statement = text(_FOUND.format(which=_MATCHING, see=see.sql))
    parameters = {**msgspec.structs.asdict(search), **see.parameters, "most": MOST}
    return [Person(**row._mapping) for row in connection.execute(statement, parameters)]


def person(connection: Connection, user_id: UUID, *, see: Condition) -> Person | None:
    """One of them; None where there is none to see."""
    statement = text(_FOUND.format(which="c.user_id = :user_id", see=see.sql))
    row = connection.execute(statement, {**see.parameters, "user_id": user_id, "most": 1}).first()
    return Person(**row._mapping) if row else None
