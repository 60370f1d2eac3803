"""What may happen to a branch, and which shape may the tree of branches take?"""

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from events.identity import (
    BranchClosed,
    BranchEvent,
    BranchMoved,
    BranchOpened,
    BranchPlaced,
    BranchRenamed,
    BranchReopened,
)
from services.identity import commands
from shared.refusals import Refused


class BranchAlreadyOpen(Refused):
    """There is already a branch with this code. Choose another code, or rename or move that branch."""


class BranchIsClosed(Refused):
    """This branch is closed. Reopen it first, or choose another."""


class NoSuchBranch(Refused):
    """There is no branch with the code {code}. Open it first, or choose another."""


class BranchBelowItself(Refused):
    """A branch can not stand below itself or below one of its own. Choose another parent."""


class Branch(msgspec.Struct, frozen=True):
    """A branch as the rules see one."""

    opening: BranchOpened | None = None
    name: str = ""
    parent: str | None = None
    closed: bool = False


class Tree(msgspec.Struct, frozen=True):
    """Every branch's parent, by code."""

    parents: Mapping[str, str | None] = {}


def open_branch(branch: Branch, command: commands.OpenBranch) -> list[BranchEvent]:
    opening = BranchOpened(code=command.code, name=command.name, parent=command.parent)
    if branch.opening is None:
        return [opening]
    if branch.opening == opening:
        return []
    raise BranchAlreadyOpen("code")


def rename(branch: Branch, command: commands.RenameBranch) -> list[BranchEvent]:
    return [] if command.name == branch.name else [BranchRenamed(name=command.name)]


def move(branch: Branch, command: commands.MoveBranch) -> list[BranchEvent]:
    return [] if command.parent == branch.parent else [BranchMoved(parent=command.parent)]


def close(branch: Branch, _: commands.CloseBranch) -> list[BranchEvent]:
    return [] if branch.closed else [BranchClosed()]


def reopen(branch: Branch, _: commands.ReopenBranch) -> list[BranchEvent]:
    return [BranchReopened()] if branch.closed else []


def must_be_open(branch: Branch, code: str) -> None:
    """Somebody or something is to be put there. Raises NoSuchBranch, BranchIsClosed."""
    if branch.opening is None:
        raise NoSuchBranch("branch", code=code)
    if branch.closed:
        raise BranchIsClosed("branch")


def place(tree: Tree, code: str, parent: str | None) -> list[BranchPlaced]:
    """Where the branch stands from now on. Raises NoSuchBranch, BranchBelowItself."""
    above = parent
    while above is not None:
        if above == code:
            raise BranchBelowItself("parent")
        if above not in tree.parents:
            raise NoSuchBranch("parent", code=above)
        above = tree.parents[above]
    return [BranchPlaced(code=code, parent=parent)]


def evolve(branch: Branch, event: BranchEvent) -> Branch:
    match event:
        case BranchOpened():
            return Branch(event, event.name, event.parent)
        case BranchRenamed(name=name):
            return replace(branch, name=name)
        case BranchMoved(parent=parent):
            return replace(branch, parent=parent)
        case BranchClosed():
            return replace(branch, closed=True)
        case BranchReopened():
            return replace(branch, closed=False)
        case _:
            assert_never(event)


def grow(tree: Tree, event: BranchPlaced) -> Tree:
    return Tree({**tree.parents, event.code: event.parent})
