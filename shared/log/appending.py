"""How are events appended: alone, together with those of other threads, or in bulk?"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg2
from psycopg2.errors import UniqueViolation
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from shared.log.call import CALL, CALL_ONE, parameters, parameters_of_one, plain
from shared.log.copying import copy
from shared.log.mapper import Mapper
from shared.log.receipts import fresh, in_order, receipts
from shared.log.session import run
from shared.log.together import Together
from shared.records import Commit, Receipt
from shared.refusals import VersionConflict
from shared.telemetry.metrics import append_seconds, appended_events

_RECORDED = """
    select command_id, stream_id, max(version), max(position), array_agg(type order by command_seq),
           command_digest
    from log.events where command_id = any(%s::uuid[]) group by command_id, stream_id, command_digest"""
_Write = Callable[[Sequence[Commit]], int | None]


class Appending:
    """The writing side of the log. Safe to share between threads and green threads."""

    def __init__(self, engine: Engine, mapper: Mapper) -> None:
        self._engine = engine
        self._mapper = mapper
        self._together = Together(self._carry, _keys)

    def append(self, commits: Sequence[Commit]) -> list[Receipt]:
        """Append all commits or none, in one transaction and one round trip; one receipt each, in order.

        Commits of one stream follow one another. A commit whose command is in the log already is left
        out, and its receipt is the first result. A lone commit may share its transaction with those of
        other threads; its outcome is its own. Raises VersionConflict, CommandIdReused.
        """
        if len(commits) == 1 and commits[0].events:
            answer = self._together.send(commits[0])
            if answer is not None:
                return answer or self._first_results(commits)
        return self._append(commits, self._call)

    def append_bulk(self, commits: Sequence[Commit]) -> list[Receipt]:
        """As `append`, several times faster for thousands of events at once, and for the log's owner only.

        Not for green threads. Raises VersionConflict, CommandIdReused, NotOwner.
        """
        return self._append(commits, self._copy)

    def recorded(self, command_ids: Collection[UUID]) -> dict[UUID, tuple[Receipt, int]]:
        """Those of the commands that are in the log: command id → first receipt and digest."""
        rows = run(self._engine, _RECORDED, (plain(command_ids),))
        return {
            command: (
                Receipt(
                    command_id=command,
                    stream_id=stream,
                    version=version,
                    position=position,
                    events=tuple(types),
                ),
                digest,
            )
            for command, stream, version, position, types, digest in rows
        }

    def _append(self, commits: Sequence[Commit], write: _Write) -> list[Receipt]:
        known: dict[UUID, tuple[Receipt, int]] = {}
        while new := fresh(commits, known):
            first = _written(new, write)
            if first is not None:
                return receipts(commits, new, first, known)
            # Either a writer was faster, or a command is repeated, perhaps by one who commits at this moment.
            known = self.recorded([commit.header.command_id for commit in commits])
            if not any(commit.header.command_id in known for commit in new):
                raise VersionConflict
        return receipts(commits, [], 0, known)

    def _first_results(self, commits: Sequence[Commit]) -> list[Receipt]:
        known = self.recorded([commit.header.command_id for commit in commits])
        if fresh(commits, known):
            raise VersionConflict
        return receipts(commits, [], 0, known)

    def _call(self, commits: Sequence[Commit]) -> int | None:
        if len(commits) == 1 and len(commits[0].events) == 1:
            call = CALL_ONE, parameters_of_one(commits[0], self._mapper)
        else:
            call = CALL, parameters(commits, self._mapper)
        first: int | None = run(self._engine, *call)[0][0]
        return first

    def _copy(self, commits: Sequence[Commit]) -> int | None:
        return copy(self._engine, commits, self._mapper)

    def _carry(self, commits: Sequence[Commit]) -> list[list[Receipt] | None]:
        """Append those of several threads' commits that can be: each one's receipt, none where it is refused.

        None for all where something else is in the way, perhaps of one of them only: each tries alone.
        """
        if len(commits) == 1:
            first = _written(commits, self._call)
            return [[] if first is None else receipts(commits, commits, first, {})]
        try:
            with append_seconds.time():
                [(first, refused)] = run(self._engine, CALL, parameters(commits, self._mapper, each=True))
        except (psycopg2.Error, SQLAlchemyError):
            return [None] * len(commits)
        given = receipts(commits, commits, first or 0, {})
        answers = [[] if number in refused else [receipt] for number, receipt in enumerate(given, 1)]
        appended_events.inc(sum(len(receipt.events) for [receipt] in filter(None, answers)))
        return [*answers]


def _keys(commit: Commit) -> Iterator[Any]:
    yield commit.stream_id
    yield commit.header.command_id


def _written(commits: Sequence[Commit], write: _Write) -> int | None:
    """The position of the first event, or None where a key or a version stood in the way."""
    if not in_order(commits):
        return None
    try:
        with append_seconds.time():
            first = write(commits)
    except UniqueViolation:
        return None
    if first is not None:
        appended_events.inc(sum(len(commit.events) for commit in commits))
    return first
