"""What may become of a view somebody has saved?"""

from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.views import (
    DefaultViewChosen,
    ViewChanged,
    ViewEvent,
    ViewRemoved,
    ViewRenamed,
    ViewSaved,
    ViewShared,
)
from services.configuration import view_commands as commands
from shared.aggregate import Aggregate
from shared.refusals import Refused
from shared.rights.owned import Owned


class ViewAlreadySaved(Refused):
    """There is already a view with this id, saved with other details. Use a new id."""


class ViewIsRemoved(Refused):
    """This view was removed. Save the list under a name again."""


class View(msgspec.Struct, frozen=True):
    """A saved view as its rules see one."""

    saved: ViewSaved | None = None
    name: str = ""
    query: str = ""
    shared: str = ""
    owner_id: UUID | None = None
    branch: str = ""
    removed: bool = False


class Default(msgspec.Struct, frozen=True):
    """With which view a list begins for somebody."""

    owner_id: UUID | None = None
    view_id: UUID | None = None


def save(view: View, command: commands.SaveView) -> list[ViewEvent]:
    saved = ViewSaved(**command.model_dump(exclude={"view_id"}))
    if view.saved is None:
        return [saved]
    if view.saved == saved:
        return []
    raise ViewAlreadySaved("view_id")


def rename(view: View, command: commands.RenameView) -> list[ViewEvent]:
    _must_be_there(view)
    return [] if command.name == view.name else [ViewRenamed(name=command.name)]


def change(view: View, command: commands.ChangeView) -> list[ViewEvent]:
    _must_be_there(view)
    return [] if command.query == view.query else [ViewChanged(query=command.query)]


def share(view: View, command: commands.ShareView) -> list[ViewEvent]:
    _must_be_there(view)
    return [] if command.shared == view.shared else [ViewShared(shared=command.shared)]


def remove(view: View, _: commands.RemoveView) -> list[ViewEvent]:
    return [] if view.removed else [ViewRemoved()]


def choose(default: Default, command: commands.ChooseDefaultView) -> list[DefaultViewChosen]:
    if default.owner_id is not None and command.view_id == default.view_id:
        return []
    return [DefaultViewChosen(owner_id=command.owner_id, object=command.object, view_id=command.view_id)]


def _must_be_there(view: View) -> None:
    if view.removed:
        raise ViewIsRemoved


def evolve(view: View, event: ViewEvent) -> View:
    match event:
        case ViewSaved():
            return View(event, event.name, event.query, event.shared, event.owner_id, event.branch)
        case ViewRenamed(name=name):
            return replace(view, name=name)
        case ViewChanged(query=query):
            return replace(view, query=query)
        case ViewShared(shared=shared):
            return replace(view, shared=shared)
        case ViewRemoved():
            return replace(view, removed=True)
        case _:
            assert_never(event)


def chosen(_: Default, event: DefaultViewChosen) -> Default:
    return Default(event.owner_id, event.view_id)


VIEW = Aggregate(
    name="view", initial=View(), evolve=evolve, whose=lambda view: Owned(view.owner_id, view.branch)
)
DEFAULT_VIEW = Aggregate(
    name="view", initial=Default(), evolve=chosen, whose=lambda default: Owned(default.owner_id, "")
)
