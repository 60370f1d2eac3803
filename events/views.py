"""What happens to the views of lists that people keep under a name."""

from uuid import UUID, uuid5

from shared.events import Event

CONTEXT = "configuration"
_DEFAULTS = UUID("b1b51f0f-1f0f-5d5a-9e0c-6f3f2a7c8d11")


def default_of(owner_id: UUID, thing: str) -> UUID:
    """The stream of the view with which a list begins for one user."""
    return uuid5(_DEFAULTS, f"{owner_id}:{thing}")


class ViewSaved(Event):
    """`query` is what stands in the address of the list: search, filter, sort, columns."""

    name: str
    object: str
    query: str
    layout: str
    shared: str
    owner_id: UUID | None
    branch: str


class ViewRenamed(Event):
    name: str


class ViewChanged(Event):
    query: str


class ViewShared(Event):
    shared: str


class ViewRemoved(Event):
    pass


class DefaultViewChosen(Event):
    """Of the stream of one user and one list; None is the list as it comes."""

    owner_id: UUID
    object: str
    view_id: UUID | None


ViewEvent = ViewSaved | ViewRenamed | ViewChanged | ViewShared | ViewRemoved
