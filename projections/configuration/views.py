"""Which views of a list has somebody saved, for themselves, their branch or everyone?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from events.views import DefaultViewChosen, ViewChanged, ViewRemoved, ViewRenamed, ViewSaved, ViewShared
from shared.projection import Projection, Row
from shared.records import Recorded
from shared.rights.principal import Principal


class ViewRow(Row):
    """`branch` is that of whoever saved it."""

    view_id: UUID
    name: str
    object: str
    query: str
    layout: str
    shared: str
    owner_id: UUID | None
    branch: str


class DefaultRow(Row):
    default_id: UUID
    owner_id: UUID
    object: str
    view_id: UUID | None


saved_views = Projection(
    "saved_views", version=1, row=ViewRow, indexes=("object, owner_id", "object, branch")
)
default_views = Projection("default_views", version=1, row=DefaultRow, indexes=("owner_id, object",))


@saved_views.on(ViewSaved)
def saved(_: ViewRow | None, record: Recorded[ViewSaved]) -> ViewRow:
    view = record.event
    return ViewRow(
        record.stream_id,
        view.name,
        view.object,
        view.query,
        view.layout,
        view.shared,
        view.owner_id,
        view.branch,
    )


@saved_views.on(ViewRenamed)
def renamed(row: ViewRow, record: Recorded[ViewRenamed]) -> ViewRow:
    row.name = record.event.name
    return row


@saved_views.on(ViewChanged)
def changed(row: ViewRow, record: Recorded[ViewChanged]) -> ViewRow:
    row.query = record.event.query
    return row


@saved_views.on(ViewShared)
def shared(row: ViewRow, record: Recorded[ViewShared]) -> ViewRow:
    row.shared = record.event.shared
    return row


@saved_views.on(ViewRemoved)
def removed(_: ViewRow, __: Recorded[ViewRemoved]) -> None:
    return None


@default_views.on(DefaultViewChosen)
def chosen(_: DefaultRow | None, record: Recorded[DefaultViewChosen]) -> DefaultRow:
    event = record.event
    return DefaultRow(record.stream_id, event.owner_id, event.object, event.view_id)


_OPEN = """
    (shared = 'everyone' or owner_id = cast(:me as uuid) or cast(:everybody as boolean)
     or (shared = 'branch' and branch = any(cast(:branches as text[]))))"""
_VIEWS = text(
    f"select * from read.saved_views where object = :object and {_OPEN} order by lower(name), view_id"
)
_DEFAULT = text(f"""
    select view_id from read.saved_views
    where view_id = (select d.view_id from read.default_views d
                     where d.owner_id = cast(:me as uuid) and d.object = :object) and {_OPEN}""")


def views(connection: Connection, thing: str, who: Principal) -> list[ViewRow]:
    """The views of a list this reader may open: their own, of their branches, and everyone's."""
    rows = connection.execute(_VIEWS, {"object": thing, **_reader(who)})
    return [ViewRow(**row._mapping) for row in rows]


def default_view(connection: Connection, thing: str, who: Principal) -> UUID | None:
    """With which view the list begins for this reader, if they may still open it."""
    found: UUID | None = connection.execute(_DEFAULT, {"object": thing, **_reader(who)}).scalar()
    return found


def _reader(who: Principal) -> dict[str, Any]:
    me = str(who.user_id) if who.user_id else None
    # A view shared with a branch is for those who work in it.
    return {"me": me, "everybody": who.user_id is None, "branches": [who.branch]}
