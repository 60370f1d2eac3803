"""Which tags are in use, and on how many records?"""

from typing import NamedTuple

from sqlalchemy import Connection, text

from shared.rights.condition import Condition

SOURCES = {
    "customer": "(select * from read.customer_directory where not archived)",
    "deal": "(select * from read.deal_list where not discarded)",
}
"""The records that lists show."""


class TagCount(NamedTuple):
    """A tag, how many records the reader may see that have it, and every way it is written."""

    tag: str
    records: int
    spellings: list[str]


# What is written with other capitals is the same tag, shown as it is written most.
_TAGS = """
    select mode() within group (order by tag) as tag, count(*) as records,
           array_agg(distinct tag) as spellings
    from {source} r, unnest(r.tags) as tag
    where r.tags <> '{{}}' and {see} group by lower(tag) order by records desc, tag limit :rows"""


def tags(connection: Connection, what: str, *, see: Condition, limit: int = 500) -> list[TagCount]:
    """The tags of customers, or of deals, the most used first. `see` is for unaliased columns."""
    statement = text(_TAGS.format(source=SOURCES[what], see=see.sql))
    return [TagCount(*row) for row in connection.execute(statement, {**see.parameters, "rows": limit})]
