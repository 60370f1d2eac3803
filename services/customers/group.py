"""What may happen to a group of customers and deals?"""

from typing import assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.customers import GroupDissolved, GroupEvent, GroupFormed, GroupRenamed, GroupRevived
from services.customers import commands
from shared.refusals import Refused


class GroupAlreadyFormed(Refused):
    """There is already a group with this id, formed with other details. Use a new id."""


class GroupIsDissolved(Refused):
    """This group was dissolved and stays as it is. Bring it back first, then rename it."""


class Group(msgspec.Struct, frozen=True):
    """A group as its rules see one."""

    formed: GroupFormed | None = None
    name: str = ""
    owner_id: UUID | None = None
    branch: str = ""
    dissolved: bool = False


def form(group: Group, command: commands.FormGroup) -> list[GroupEvent]:
    formed = GroupFormed(**command.model_dump(exclude={"group_id"}))
    if group.formed is None:
        return [formed]
    if group.formed == formed:
        return []
    raise GroupAlreadyFormed("group_id")


def rename(group: Group, command: commands.RenameGroup) -> list[GroupEvent]:
    if group.dissolved:
        raise GroupIsDissolved
    return [] if command.name == group.name else [GroupRenamed(name=command.name)]


def dissolve(group: Group, _: commands.DissolveGroup) -> list[GroupEvent]:
    return [] if group.dissolved else [GroupDissolved()]


def revive(group: Group, _: commands.ReviveGroup) -> list[GroupEvent]:
    return [GroupRevived()] if group.dissolved else []


def evolve(group: Group, event: GroupEvent) -> Group:
    match event:
        case GroupFormed(name=name, owner_id=owner_id, branch=branch):
            return Group(event, name, owner_id, branch)
        case GroupRenamed(name=name):
            return replace(group, name=name)
        case GroupDissolved() | GroupRevived():
            return replace(group, dissolved=isinstance(event, GroupDissolved))
        case _:
            assert_never(event)
