"""Which commits are still to be appended, and what is each sender told?"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from shared.events import event_name
from shared.records import Commit, Receipt
from shared.refusals import CommandIdReused

Known = Mapping[UUID, tuple[Receipt, int]]
"""Command id → the first receipt and the command's digest."""


def fresh(commits: Sequence[Commit], known: Known) -> list[Commit]:
    """The commits to append: with events, of unknown commands, each once. Raises CommandIdReused."""
    chosen: dict[UUID, Commit] = {}
    for commit in commits:
        command_id = commit.header.command_id
        digest = known[command_id][1] if command_id in known else chosen.setdefault(command_id, commit).digest
        if digest != commit.digest:
            raise CommandIdReused
    return [commit for commit in chosen.values() if commit.events]


def in_order(commits: Sequence[Commit]) -> bool:
    """Whether each commit expects the version at which the one before it leaves their stream."""
    versions: dict[UUID, int] = {}
    for commit in commits:
        if versions.get(commit.stream_id, commit.expected_version) != commit.expected_version:
            return False
        versions[commit.stream_id] = commit.expected_version + len(commit.events)
    return True


def receipts(
    commits: Sequence[Commit], appended: Sequence[Commit], first: int, known: Known
) -> list[Receipt]:
    """One receipt for each of `commits`, where `appended` took the positions from `first` on."""
    given = {command_id: receipt for command_id, (receipt, _) in known.items()}
    answers = []
    positions = _last_positions(appended, first)
    for commit in commits:
        command_id = commit.header.command_id
        if command_id in given:
            answers.append(msgspec.structs.replace(given[command_id], repeated=True))
        else:
            given[command_id] = _receipt(commit, positions.get(command_id, 0))
            answers.append(given[command_id])
    return answers


def _last_positions(appended: Sequence[Commit], first: int) -> dict[UUID, int]:
    positions, last = {}, first - 1
    for commit in appended:
        last += len(commit.events)
        positions[commit.header.command_id] = last
    return positions


def _receipt(commit: Commit, position: int) -> Receipt:
    return Receipt(
        command_id=commit.header.command_id,
        stream_id=commit.stream_id,
        version=commit.expected_version + len(commit.events),
        position=position,
        events=tuple(event_name(type(event)) for event in commit.events),
    )
