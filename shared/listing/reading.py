"""Which rows of a list fit a wish: a page of them, all of them, how many, and what do they come to?"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, text

from shared.listing.asking import Asking
from shared.listing.compiling import compiled
from shared.listing.expression import EVERYTHING, terms, wrong
from shared.listing.field import Field
from shared.listing.listing import Listing
from shared.listing.order import Part, order
from shared.listing.wish import Wish
from shared.marks import N_
from shared.paging import Page
from shared.rights.condition import EVERYTHING as ALL_ROWS
from shared.rights.condition import Condition
from shared.search import query

COUNTED = 1_000
"""Up to here rows are counted at once; more are counted where somebody waits for it."""
AHEAD = 1_000
_CHUNK = 1_000
_UNSEARCHED = N_("this list cannot be searched")
Row = dict[str, Any]


class Sum(msgspec.Struct, frozen=True):
    """What a field comes to: in one currency, or as a number (currency None)."""

    field: str
    currency: str | None
    amount: Decimal


class View(msgspec.Struct, frozen=True):
    """A list as one reader asks for it. `listing` is what they may see of it, `see` which rows."""

    listing: Listing
    wish: Wish
    asking: Asking
    see: Condition

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that are shown, in order. Raises Invalid."""
        return self.listing.chosen(self.wish.columns or self.listing.columns)

    @property
    def sort(self) -> str:
        """The order's name."""
        return self.wish.sort or self.listing.sort


def page(
    connection: Connection,
    view: View,
    *,
    cursor: str | None = None,
    limit: int = 50,
    among: Sequence[UUID] | None = None,
    still: bool = False,
) -> Page[Row]:
    """Some rows (of those `among` the given ids) and the way to the next. Raises Invalid.

    `still`: of the given ids, only those that the list shows without naming them.
    """
    ordered = order(view.listing, view.sort)
    rows: list[Any] = []
    for part in ordered.parts(cursor):
        rows += _some(connection, view, part, ordered.value, limit + 1 - len(rows), among, still)
        if len(rows) > limit:
            break
    shown = [dict(row._mapping) for row in rows[:limit]]
    places = [(row.pop("ordered_by"), row[view.listing.key]) for row in shown]
    return Page(shown, ordered.cursor(*places[-1]) if len(rows) > limit else None)


def _some(
    connection: Connection,
    view: View,
    part: Part,
    ordered_by: str,
    limit: int,
    among: Sequence[UUID] | None,
    still: bool,
) -> Sequence[Any]:
    where = _where(view, among, still)
    columns = {**_selected(view), "ordered_by": ordered_by}
    parameters = {**_bound(view), **where.parameters, **part.parameters, "rows": limit, "ahead": AHEAD}

    def rows(source: str, condition: str) -> Sequence[Any]:
        return connection.execute(
            text(f"""
            select {_named(columns)} from {source} {view.listing.joins}
            where {condition} order by {part.by} limit :rows"""),
            parameters,
        ).all()

    source, alias = view.listing.source, view.listing.alias
    if not view.wish.search:
        condition = f"{part.where} and {where.sql}"
        apart = view.see.apart if among is None and part.by.startswith(f"{alias}.") else ()
        if not apart:
            return rows(source, condition)
        # The first of each owner and branch, found through an index of its own, hold the first of all.
        wanted = _where(replace(view, see=ALL_ROWS), among).sql
        firsts = " union all ".join(
            f"(select {alias}.* from {each.ones} reached(one) cross join lateral ("
            f"select {alias}.* from {source} {view.listing.joins} where {each.where} and {part.where}"
            f" and {wanted} order by {part.by} limit :rows) {alias})"
            for each in apart
        )
        return rows(f"({firsts}) {alias}", "true")
    # What many share is found quickest by looking through the first rows, what few share by its tokens.
    # `offset 0` keeps PostgreSQL from guessing: its guess takes matches to be spread evenly over the order.
    joined = f"{source} {view.listing.joins}"
    first = f"(select {alias}.* from {joined} where {part.where} order by {part.by} limit :ahead) {alias}"
    found = rows(first, where.sql)
    if len(found) == limit:
        return found
    return rows(f"(select {alias}.* from {joined} where {where.sql} offset 0) {alias}", part.where)


def every(connection: Connection, view: View, *, among: Sequence[UUID] | None = None) -> Iterator[Row]:
    """All rows in order (of those `among` the given ids), read as they are taken. Raises Invalid."""
    ordered = order(view.listing, view.sort)
    where = _where(view, among)
    columns = _named(_selected(view))
    for part in ordered.parts(None):
        found = connection.execution_options(stream_results=True, yield_per=_CHUNK).execute(
            text(f"""
            select {columns} from {view.listing.source} {view.listing.joins}
            where {part.where} and {where.sql} order by {part.by}"""),
            {**_bound(view), **where.parameters, **part.parameters},
        )
        for row in found:
            yield dict(row._mapping)


def keys(connection: Connection, view: View, *, among: Sequence[UUID] | None = None, most: int) -> list[UUID]:
    """The ids of the rows, of those `among` the given ones; at most one more than `most`. Raises Invalid."""
    ordered = order(view.listing, view.sort)
    where = _where(view, among)
    found: list[UUID] = []
    for part in ordered.parts(None):
        rows = connection.execute(
            text(f"""
            select {view.listing.id} from {view.listing.source} {view.listing.joins}
            where {part.where} and {where.sql} order by {part.by} limit :rows"""),
            {
                **_bound(view),
                **where.parameters,
                **part.parameters,
                "rows": most + 1 - len(found),
            },
        )
        found += rows.scalars()
    return found


def count(connection: Connection, view: View, *, most: int | None = COUNTED) -> int:
    """How many rows there are, up to one more than `most`. Raises Invalid (filter)."""
    where = _where(view)
    rows = f"select 1 from {view.listing.source} {view.listing.joins} where {where.sql}"
    limited = rows if most is None else f"{rows} limit {most + 1}"
    found: int = connection.execute(
        text(f"select count(*) from ({limited}) found"), where.parameters
    ).scalar_one()
    return found


def sums(connection: Connection, view: View) -> tuple[int, list[Sum]]:
    """How many rows there are, and what the summed ones of the shown fields come to. Raises Invalid."""
    totals = [_sums_of(connection, view, field) for field in view.columns if field.sums]
    if not totals:
        return _counted(connection, view), []
    return totals[0][0], [each for _, found in totals for each in found]


def _counted(connection: Connection, view: View) -> int:
    """All rows, from figures at hand where they answer."""
    figures, where = _figures(view), _where(view)
    found = connection.execute(
        text(f"select coalesce({figures.rows}, 0) from {figures.source} where {where.sql}"), where.parameters
    )
    return int(found.scalar_one())


class _Figures(NamedTuple):
    """From where counts and sums come."""

    source: str
    rows: str


def _figures(view: View) -> _Figures:
    listing, wish = view.listing, view.wish
    tallied = listing.tallied
    if tallied and not wish.search and {term.field for term in terms(wish.filter)} <= tallied.fields:
        return _Figures(f"{tallied.source} {tallied.joins}", f"sum({listing.alias}.rows)")
    return _Figures(f"{listing.source} {listing.joins}", "count(*)")


def _sums_of(connection: Connection, view: View, field: Field) -> tuple[int, list[Sum]]:
    figures, where = _figures(view), _where(view)
    currency = field.with_.get("currency", "null")
    found = connection.execute(
        text(f"""
        select {currency}, {figures.rows}, sum({field.sql})
        from {figures.source} where {where.sql} group by 1 having {figures.rows} > 0 order by 1"""),
        {**field.bound, **where.parameters},
    ).all()
    amounts = [Sum(field.name, row[0], row[2]) for row in found if row[2] is not None]
    return int(sum(row[1] for row in found)), amounts


def unfiltered(view: View) -> View:
    """The same list without filter and search."""
    return replace(view, wish=replace(view.wish, filter=EVERYTHING, search=""))


def _where(view: View, among: Sequence[UUID] | None = None, still: bool = False) -> Condition:
    """What holds of every row: rights, filter, search, and what is left out unless it is named."""
    listing, wish = view.listing, view.wish
    found = compiled(wish.filter, listing.by_name(), view.asking)
    without = {} if among is not None and not still else listing.without
    conditions = [view.see.sql, *(sql for name, sql in without.items() if not wish.speaks_of(name))]
    parameters = {**listing.bound, **view.see.parameters, **found.parameters}
    if found.sql != "true":
        conditions.append(found.sql)
    if among is not None:
        conditions.append(f"{listing.id} = any(cast(:among as uuid[]))")
        parameters["among"] = [str(each) for each in among]
    if wish.search and not listing.search:
        wrong(_UNSEARCHED, "search")
    if wish.search:
        conditions.append(f"{listing.search} @@ cast(:search as tsquery)")
        # A search for signs only, without a word to look for, finds nobody.
        parameters["search"] = query(wish.search) or ""
    return Condition(" and ".join(conditions), parameters)


def _selected(view: View) -> Mapping[str, str]:
    listing = view.listing
    shown = {
        name: sql for field in view.columns for name, sql in ((field.name, field.sql), *field.with_.items())
    }
    return {listing.key: listing.id, **listing.carried, **shown}


def _named(columns: Mapping[str, str]) -> str:
    return ", ".join(f'{sql} as "{name}"' for name, sql in columns.items())


def _bound(view: View) -> dict[str, Any]:
    """The parameters in the SQL of shown and ordering fields."""
    ordering = view.listing.by_name().get(view.sort.removeprefix("-"))
    fields = (*view.columns, *([ordering] if ordering else ()))
    return {name: value for field in fields for name, value in field.bound.items()}
