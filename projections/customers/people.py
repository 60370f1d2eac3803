"""Who works at a company, and which record is that company's?"""

from uuid import UUID

from sqlalchemy import Connection, text

from shared.rights.condition import Condition
from shared.search import query

_PEOPLE = """
    select c.customer_id from read.customer_record c
    where lower(c.company) = lower(:company) and c.kind = 'person' and not c.archived and {see}
    order by lower(c.name), c.customer_id limit :rows"""
_COMPANY = """
    select c.customer_id, c.name from read.customer_directory c
    where c.tokens @@ cast(:words as tsquery) and lower(c.name) = lower(:company)
        and c.kind = 'organization' and not c.archived and {see}
    order by c.registered_at, c.customer_id limit 1"""


def people_of(connection: Connection, company: str, *, see: Condition, limit: int = 50) -> list[UUID]:
    """The persons who say so, of those the reader may see, by name; `see` is about the alias c."""
    wanted = {"company": company.strip(), "rows": limit, **see.parameters}
    return list(connection.execute(text(_PEOPLE.format(see=see.sql)), wanted).scalars())


def company_named(connection: Connection, company: str, *, see: Condition) -> UUID | None:
    """The organization of this name, if the reader may see it; the oldest of several."""
    wanted = {"company": company.strip(), "words": query(company) or "", **see.parameters}
    return connection.execute(text(_COMPANY.format(see=see.sql)), wanted).scalar()
