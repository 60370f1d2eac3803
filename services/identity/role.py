"""What may happen to a role?"""

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from events.identity import (
    ADMINISTRATOR,
    RoleChanged,
    RoleDefined,
    RoleEvent,
    RoleReinstated,
    RoleRetired,
)
from services.identity import commands
from shared.refusals import Refused


class RoleAlreadyDefined(Refused):
    """There is already a role with this key. Choose another key, or change that role."""


class AdministratorsStay(Refused):
    """The role of the administrators gives every right and stays as it is. Define another role."""


class RoleIsRetired(Refused):
    """The role {key} is retired and can be given to nobody. Reinstate it first, or choose another."""


class NoSuchRole(Refused):
    """There is no role {key}. Define it first, or choose another."""


class Role(msgspec.Struct, frozen=True):
    """A role as the rules see one."""

    definition: RoleDefined | None = None
    name: str = ""
    grants: Mapping[str, str] = {}
    fields: Mapping[str, str] = {}
    second_factor: bool = False
    retired: bool = False


def define(role: Role, command: commands.DefineRole) -> list[RoleEvent]:
    definition = RoleDefined(
        key=command.key,
        name=command.name,
        grants=dict(command.grants),
        fields=dict(command.fields),
        second_factor=command.second_factor,
        unlimited=command.key == ADMINISTRATOR,
    )
    if role.definition is None:
        return [definition]
    if role.definition == definition:
        return []
    raise RoleAlreadyDefined("key")


def change(role: Role, command: commands.ChangeRole) -> list[RoleEvent]:
    if (command.name, command.grants, command.fields, command.second_factor) == (
        role.name,
        role.grants,
        role.fields,
        role.second_factor,
    ):
        return []
    if command.key == ADMINISTRATOR and (command.grants, command.fields) != ({}, {}):
        raise AdministratorsStay("key")
    return [
        RoleChanged(
            name=command.name,
            grants=dict(command.grants),
            fields=dict(command.fields),
            second_factor=command.second_factor,
        )
    ]


def retire(role: Role, command: commands.RetireRole) -> list[RoleEvent]:
    if command.key == ADMINISTRATOR:
        raise AdministratorsStay("key")
    return [] if role.retired else [RoleRetired()]


def reinstate(role: Role, _: commands.ReinstateRole) -> list[RoleEvent]:
    return [RoleReinstated()] if role.retired else []


def evolve(role: Role, event: RoleEvent) -> Role:
    match event:
        case RoleDefined():
            return Role(event, event.name, event.grants, event.fields, event.second_factor)
        case RoleChanged():
            return replace(
                role,
                name=event.name,
                grants=event.grants,
                fields=event.fields,
                second_factor=event.second_factor,
            )
        case RoleRetired():
            return replace(role, retired=True)
        case RoleReinstated():
            return replace(role, retired=False)
        case _:
            assert_never(event)
