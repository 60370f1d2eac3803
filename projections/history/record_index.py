"""Which record has this name, number or address, of whatever kind, among those the reader may see?"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from projections.history.indexed_activities import follow_activities
from projections.history.indexed_customers import follow_customers
from projections.history.indexed_people import follow_people
from projections.history.indexed_sales import follow_sales
from projections.history.record_row import RecordRow
from shared import search
from shared.projection import Projection
from shared.rights.condition import EVERYTHING, Condition
from shared.rights.principal import Principal

SEARCHED = ("customer", "deal", "task", "user", "product", "activity", "group")
"""What the search looks for, in the order of its results."""
OPEN_TO_ALL = frozenset({"user", "product", "pipeline", "team", "branch", "role"})
"""Whose names anybody may read who works here: they stand beside records and in every choice."""
TITLES = {"customer": "name", "deal": "title", "task": "title", "activity": "subject", "group": "name"}
WORDS = ("phones", "emails")
CANDIDATES = 200
SHORT = 2
LONGEST_QUERY = 200

record_index = Projection(
    "record_index",
    version=1,
    row=RecordRow,
    indexes=(
        # One for each kind: what is common among deals must not slow down the search for a customer.
        *(f"using gin (tokens) where object = '{thing}' and not gone" for thing in SEARCHED),
        "owner_id",
        "branch",
    ),
)
for _follow in (follow_customers, follow_sales, follow_people, follow_activities):
    _follow(record_index)


class Hit(msgspec.Struct, frozen=True):
    """A record that was found; `about` is the title of the record it belongs to."""

    stream_id: UUID
    object: str
    title: str
    subtitle: str
    about: str | None
    about_id: UUID | None
    owner_id: UUID | None
    branch: str


class Named(NamedTuple):
    """What a record is called, and what kind it is."""

    object: str
    title: str
    about_id: UUID | None


_FOUND = """
    (select c.*, a.title as about, a.object as about_object, a.owner_id as about_owner,
        a.branch as about_branch
    from (select r.stream_id, r.object, r.title, r.subtitle, r.about_id, r.owner_id, r.branch
        from read.record_index r
        where r.object = '{thing}' and r.tokens @@ cast(:query as tsquery) and not r.gone and {see}{named}
        limit :candidates) c
    left join read.record_index a on a.stream_id = c.about_id
    order by lower(c.title) = :plain desc, lower(c.title) like :start desc, length(c.title), c.title,
        c.stream_id
    limit :most)"""
_NAMED = " and array_to_tsvector(r.named) @@ cast(:query as tsquery)"


def find(
    connection: Connection,
    words: str,
    who: Principal,
    *,
    objects: Collection[str] = SEARCHED,
    limit: int = 5,
) -> list[Hit]:
    """The best of each kind, at most `limit` of each; nothing for words without a letter or digit."""
    plain = words.strip()[:LONGEST_QUERY]
    query = _query(plain)
    asked = [thing for thing in SEARCHED if thing in objects and _titled(who, thing)]
    if not query or not asked:
        return []
    parameters: dict[str, Any] = {"query": query, "plain": plain.lower(), "start": _beginning(plain.lower())}
    parameters |= {"candidates": CANDIDATES, "most": limit}
    parts = []
    for thing in asked:
        see = _seen(who, thing)
        parameters |= see.parameters
        hidden = any(not who.shows(thing, field) for field in WORDS)
        parts.append(_FOUND.format(thing=thing, see=see.sql, named=_NAMED if hidden else ""))
    rows = connection.execute(text(" union all ".join(parts)), parameters)
    return [_hit(row, who) for row in rows]


_NAMES = text("""
    select stream_id, object, title, about_id, owner_id, branch from read.record_index
    where stream_id = any(cast(:ids as uuid[]))""")


def names_of(connection: Connection, ids: Iterable[UUID], who: Principal) -> dict[UUID, Named]:
    """What these records are called, of those whose name the reader may see; gone ones too."""
    wanted = [str(each) for each in set(ids)]
    rows = connection.execute(_NAMES, {"ids": wanted}) if wanted else ()
    return {row.stream_id: Named(row.object, row.title, row.about_id) for row in rows if _may_name(who, row)}


def visible(who: Principal) -> Condition:
    """Which records of the index (alias r) may they see and name?"""
    seen = {thing: _seen(who, thing) for thing in SEARCHED if _titled(who, thing)}
    parts = [f"(r.object = '{thing}' and {see.sql})" for thing, see in seen.items()]
    parameters = {name: value for see in seen.values() for name, value in see.parameters.items()}
    return Condition(f"({' or '.join(parts) or 'false'})", parameters)


def _may_name(who: Principal, row: Any) -> bool:
    if row.object in OPEN_TO_ALL:
        return True
    seen = who.may(row.object, "see", owner_id=row.owner_id, branch=row.branch)
    return seen and _titled(who, row.object)


def _hit(row: Any, who: Principal) -> Hit:
    about = row.about if row.about is not None and _about_seen(row, who) else None
    subtitle = row.subtitle if _shows_subtitle(who, row.object) else ""
    return Hit(
        row.stream_id,
        row.object,
        row.title,
        subtitle,
        about,
        row.about_id if about is not None else None,
        row.owner_id,
        row.branch,
    )


def _about_seen(row: Any, who: Principal) -> bool:
    seen = who.may(row.about_object, "see", owner_id=row.about_owner, branch=row.about_branch)
    return seen and _titled(who, row.about_object)


def _titled(who: Principal, thing: str) -> bool:
    return thing not in TITLES or who.shows(thing, TITLES[thing])


def _shows_subtitle(who: Principal, thing: str) -> bool:
    fields = {"customer": ("sector", "company"), "product": ("series",)}.get(thing, ())
    return all(who.shows(thing, field) for field in fields)


def _query(plain: str) -> str | None:
    """As for any list; but one or two letters are initials or a whole word: they begin too many others."""
    query = search.query(plain)
    return query.removesuffix(":*") if query and len(plain) <= SHORT else query


def _seen(who: Principal, thing: str) -> Condition:
    return EVERYTHING if thing in OPEN_TO_ALL else who.where(thing, alias="r")


def _beginning(plain: str) -> str:
    escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%"
