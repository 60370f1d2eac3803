"""Which customers are there, by name, search, owner, branch, sector and lifecycle?"""

from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from projections.customers.directory_fold import customer_directory
from shared.paging import Key, Keyset, Page, chosen
from shared.search import query

__all__ = ["SORTS", "CustomerLine", "Filters", "count", "customer_directory", "find"]


class CustomerLine(msgspec.Struct, frozen=True):
    """One line of the list of customers."""

    customer_id: UUID
    kind: str
    name: str
    owner_id: UUID | None
    owner_name: str | None
    branch: str
    sector: str | None
    country: str | None
    lifecycle: str
    archived: bool
    registered_at: datetime
    phones: list[str]
    emails: list[str]


class Filters(TypedDict, total=False):
    """What the customers of a list have in common. `archived` is False unless given; None means both."""

    search: str | None
    kind: str | None
    owner_id: UUID | None
    branch: str | None
    sector: str | None
    lifecycle: str | None
    archived: bool | None


_ID = Key("c.customer_id", "customer_id", UUID)
_BY_NAME = Keyset((Key('c.sort_key collate "C"', "sort_key", str), _ID))
_BY_INSTANT = Keyset((Key("c.registered_at", "registered_at", datetime), _ID))
SORTS = {
    "name": _BY_NAME,
    "-name": _BY_NAME.reversed(),
    "registered_at": _BY_INSTANT,
    "-registered_at": _BY_INSTANT.reversed(),
}

# Values are sent inside the statement, so PostgreSQL drops the conditions whose value is null.
_MATCHING = """
    (:search is null or c.tokens @@ cast(:search as tsquery)) and (:kind is null or c.kind = :kind)
    and (:owner_id is null or c.owner_id = :owner_id) and (:branch is null or c.branch = :branch)
    and (:sector is null or c.sector = :sector) and (:lifecycle is null or c.lifecycle = :lifecycle)
    and (:archived is null or c.archived = :archived)"""
_LINES = """
    select c.customer_id, c.kind, c.name, c.owner_id, a.name as owner_name, c.branch, c.sector, c.country,
        c.lifecycle, c.archived, c.registered_at, c.phones, c.emails, c.sort_key
    from ({source}) c left join read.sales_agents a on a.agent_id = c.owner_id
    where {matching} order by {order} limit :rows"""
_AHEAD = 1_000
_COUNT = text(f"select count(*) from read.customer_directory c where {_MATCHING}")


def find(
    connection: Connection,
    *,
    sort: str = "name",
    cursor: str | None = None,
    limit: int = 50,
    **filters: Unpack[Filters],
) -> Page[CustomerLine]:
    """A page of the customers that match every filter. Raises Invalid (sort, cursor)."""
    keyset = chosen(SORTS, sort)
    after, place = keyset.after(cursor)
    parameters = {**_parameters(filters), **place, "rows": limit + 1, "ahead": _AHEAD}

    def page(source: str, matching: str) -> Page[CustomerLine]:
        statement = _LINES.format(source=source, matching=matching, order=keyset.order())
        rows = connection.execute(text(statement), parameters).all()
        return keyset.page(rows, limit, lambda row: CustomerLine(*row[:-1]))

    everyone = f"select * from read.customer_directory c where {after}"
    if parameters["search"] is None:
        return page(everyone, _MATCHING)
    # What many share is found quickest by looking through the first names, what few share by its tokens.
    # `offset 0` keeps PostgreSQL from guessing: its guess takes matches to be spread evenly over the order.
    found = page(f"{everyone} order by {keyset.order()} limit :ahead", _MATCHING)
    return found if found.next_cursor else page(f"{everyone} and {_MATCHING} offset 0", "true")


def count(connection: Connection, **filters: Unpack[Filters]) -> int:
    """How many customers match every filter."""
    found: int = connection.execute(_COUNT, _parameters(filters)).scalar_one()
    return found


def _parameters(filters: Filters) -> dict[str, Any]:
    given = {**dict.fromkeys(Filters.__annotations__), "archived": False, **filters}
    search = filters.get("search")
    # A search for signs only, without a word to look for, finds nobody.
    found = (query(search) or "") if search and search.strip() else None
    return {**given, "search": found}
