"""What can the views of lists be asked to do?"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from shared.commands import Command, Line

ViewQuery = Annotated[str, StringConstraints(max_length=4_000, pattern=r"^[^\x00-\x1f\x7f]*$")]
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
    branch: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


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
