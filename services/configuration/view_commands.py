"""What can the views of lists be asked to do?"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from shared.commands import Command, Line, ShortLine
from shared.texts import OneLine

ViewQuery = Annotated[str, StringConstraints(max_length=4_000), OneLine]
ListName = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,40}$")]
Shared = Literal["private", "branch", "everyone"]


class SaveView(Command):
    """Keep a list as it is under a name; `query` is what stands in its address."""

    view_id: UUID
    name: Line
    object: ListName
    query: ViewQuery = ""
    layout: Literal["table", "board"] = "table"
    shared: Shared = "private"
    owner_id: UUID | None = None
    branch: ShortLine = ""


class RenameView(Command):
    view_id: UUID
    name: Line


class ChangeView(Command):
    view_id: UUID
    query: ViewQuery


class ShareView(Command):
    view_id: UUID
    shared: Shared


class RemoveView(Command):
    view_id: UUID


class ChooseDefaultView(Command):
    """With which view a list begins for its reader; none: as it comes."""

    owner_id: UUID
    object: ListName
    view_id: UUID | None
