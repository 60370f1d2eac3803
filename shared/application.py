"""How does a context carry out its commands: load, decide, append?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import exc

from shared.aggregate import Aggregate, Consulted, Handler, Joined, Reference
from shared.commands import Command
from shared.decisions import Decisions
from shared.events import Event
from shared.log.log import Log
from shared.log.session import ConnectionLost
from shared.records import Commit, Header, Receipt
from shared.refusals import CommandIdReused, NotFound, Refused, VersionConflict
from shared.rights.directory import Directory, Nobody
from shared.rights.giving import Given
from shared.rights.guard import Guard
from shared.rights.owned import Owned
from shared.rights.ownership import OWNER
from shared.rights.right import ONES_OWN, Right
from shared.task import Task

__all__ = ["Aggregate", "Application", "Consulted", "Given", "Joined", "Owned", "Reference", "Right"]

C = TypeVar("C", bound=Command)
S = TypeVar("S")


class Application:
    """The commands of one context, and the log they are recorded in. Safe to share between threads."""

    def __init__(
        self,
        name: str,
        log: Log,
        directory: Directory | None = None,
        noticed: Callable[[Commit], None] = lambda _: None,
    ) -> None:
        """`directory` knows what people may do; without one, only Hindsight itself may send commands.

        noticed: is told of everything once it stands in the log.
        """
        self.name = name
        self.log = log
        self._directory = directory or Nobody()
        self._noticed = noticed
        self.commands: dict[str, type[Command]] = {}
        self._handlers: dict[type[Command], Handler] = {}

    def handles(
        self,
        command: type[C],
        aggregate: Aggregate[S],
        *,
        right: Right,
        stream: Callable[[C], UUID],
        decide: Callable[..., Sequence[Event]],
        creates: bool = False,
        refers: Callable[[C], Mapping[str, Reference]] = lambda _: {},
        consults: Callable[[S, C], Mapping[str, Consulted]] = lambda *_: {},
        joins: Callable[[S, C], Sequence[Joined]] = lambda *_: (),
        gives: Callable[..., Iterable[Given]] = lambda *_, **__: (),
    ) -> None:
        """Say how `command` is decided.

        right:   what its sender must be allowed; what they may not even see, there is not.
        stream:  the stream it concerns; unless the command `creates` it, it must exist.
        decide:  the rule, pure: state and command → events (none if already true). May raise Refused.
        refers:  input field → another stream that must exist, and be of that kind; None is skipped.
        consults: argument of `decide` → the record whose present state it gets there.
        joins:   the records that change with it, all of them or none; asked only where something happens.
        gives:   the rights somebody gets by it, given what `decide` gets; its sender must have as many.
        """
        if creates and right == ONES_OWN and OWNER not in command.model_fields:
            raise TypeError(f"{command.__name__} begins what is one's own, so it must say whose: {OWNER}.")
        self.commands[command.method()] = command
        self._handlers[command] = Handler(
            aggregate, right, stream, decide, creates, refers, consults, joins, gives
        )

    def right(self, command: type[Command]) -> Right:
        """What its sender must be allowed."""
        return self._handlers[command].right

    def creates(self, command: type[Command]) -> bool:
        """Does this command begin a new stream?"""
        return self._handlers[command].creates

    def handle(self, command: Command, header: Header) -> Receipt:
        """Carry out one command.

        Where another writer was faster, decides once more on the new state, unless the sender named the
        version it saw. Raises Refused.
        """
        try:
            return self._handle(command, header)
        except VersionConflict:
            if header.expected_version is not None:
                raise
            return self._handle(command, header)

    def handle_many(self, commands: Sequence[tuple[Command, Header]]) -> list[Receipt | Refused]:
        """Carry out commands in order, with one load and one append; one answer each.

        One refusal stops no other command. Where another writer was faster, they go one by one.
        """
        try:
            return self._carry_out(commands)
        except (VersionConflict, CommandIdReused):
            return self._one_by_one(commands)

    def _one_by_one(self, commands: Sequence[tuple[Command, Header]]) -> list[Receipt | Refused]:
        answers: list[Receipt | Refused] = []
        try:
            for command, header in commands:
                answers.append(self._answer(command, header))
        except (exc.OperationalError, exc.TimeoutError) as error:
            if not answers:
                raise
            # No connection for this one means that nothing of it was sent, but its predecessors were.
            raise ConnectionLost("The database went away after part of a batch was carried out.") from error
        return answers

    def _answer(self, command: Command, header: Header) -> Receipt | Refused:
        try:
            return self.handle(command, header)
        except Refused as refusal:
            return refusal

    def _handle(self, command: Command, header: Header) -> Receipt:
        answer = self._carry_out([(command, header)])[0]
        if isinstance(answer, Refused):
            raise answer
        return answer

    def _carry_out(self, commands: Sequence[tuple[Command, Header]]) -> list[Receipt | Refused]:
        tasks = [Task(self._handler(command), command, header) for command, header in commands]
        decisions = Decisions(self.log, tasks, Guard(self.log, self._directory, tasks))
        decided = [decisions.decide(task) for task in tasks]
        commits = [answer for answer in decided if isinstance(answer, Commit)]
        changes = [*commits, *decisions.joined]
        appended = self.log.append(changes)
        for commit, receipt in zip(changes, appended, strict=True):
            if not receipt.repeated:
                self._noticed(commit)
        decisions.keep_snapshots(appended)
        receipts = iter(appended)
        return [next(receipts) if isinstance(answer, Commit) else answer for answer in decided]

    def _handler(self, command: Command) -> Handler:
        try:
            return self._handlers[type(command)]
        except KeyError:
            raise NotFound(what="command", id=command.method()) from None
