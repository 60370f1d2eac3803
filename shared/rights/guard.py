"""May those who send commands do what they ask for?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from shared.commands import Command
from shared.loading import Stream
from shared.log.log import Log
from shared.refusals import Forbidden, NotFound
from shared.rights.actors import is_hindsight, person
from shared.rights.directory import Directory
from shared.rights.fields import check_fields
from shared.rights.giving import Given, check_given
from shared.rights.owned import NOBODYS, Owned
from shared.rights.ownership import BRANCH, OWNER, ownership
from shared.rights.principal import SEE, SYSTEM, Principal
from shared.rights.right import HINDSIGHT_ONLY, ONES_OWN, Right
from shared.task import Task

Sender = tuple[str, UUID | None]


class Guard:
    """Answers for the commands of one batch, with everybody's rights as they are now."""

    def __init__(self, log: Log, directory: Directory, tasks: Sequence[Task]) -> None:
        self._senders = _senders(directory, tasks)
        named = {
            stream_id
            for task in tasks
            if self._senders[_sender(task)] is not SYSTEM
            for _, stream_id, _ in task.references()
        }
        self._owned: Mapping[UUID, Owned] = ownership(log, named) if named else {}

    def sender(self, task: Task) -> Principal:
        """On whose behalf the command is decided. Raises Forbidden where that is nobody (any more)."""
        principal = self._senders[_sender(task)]
        if principal is None:
            raise Forbidden
        return principal

    def admitted(self, task: Task, stream: Stream) -> Task:
        """The task, with what the server fills in for its sender. Raises NotFound, Forbidden, Invalid."""
        principal = self.sender(task)
        if principal is SYSTEM:
            return task
        if stream.version == 0:
            return _begun(task, principal, self._owned)
        return _continued(task, principal, stream)

    def check_given(self, task: Task, rights: Iterable[Given]) -> None:
        """Raises Forbidden where its sender would give rights that they do not have."""
        giver = self.sender(task)
        if giver is SYSTEM:
            return
        for given in rights:
            check_given(giver, given)

    def check_moved(self, task: Task, before: Any, after: Any) -> None:
        """Raises Forbidden where a record comes into a branch, named or its new owner's, that its sender does
        not see.
        """
        principal, whose = self.sender(task), task.handler.aggregate.whose
        was = whose(before).branch if whose else ""
        now = whose(after).branch if whose else getattr(task.command, BRANCH, None) or ""
        if principal is not SYSTEM and now != was and not principal.may("branch", SEE, branch=now):
            raise Forbidden

    def sees(self, task: Task, thing: str, stream_id: UUID) -> bool:
        """May its sender know of the record a command names?"""
        owned = self._owned.get(stream_id, NOBODYS)
        return _may(self.sender(task), Right(thing, SEE), owned)


def _senders(directory: Directory, tasks: Sequence[Task]) -> dict[Sender, Principal | None]:
    senders: dict[Sender, Principal | None] = {}
    for actor, credential in {_sender(task) for task in tasks}:
        if is_hindsight(actor):
            senders[actor, credential] = SYSTEM
            continue
        if not any(each is not SYSTEM for each in senders.values()):
            directory.catch_up()
        user_id = person(actor)
        senders[actor, credential] = directory.principal(user_id, credential) if user_id else None
    return senders


def _sender(task: Task) -> Sender:
    return task.header.actor, task.header.credential


def _begun(task: Task, principal: Principal, known: Mapping[UUID, Owned]) -> Task:
    """A record that its sender begins is theirs and of their branch, unless they may place it elsewhere."""
    right = task.handler.right
    _must_be_open(right)
    owned = _placed(task.command, principal, known)
    if not _may_begin(principal, right, owned):
        raise Forbidden
    check_fields(principal, right, task.command, None)
    if task.handler.aggregate.whose is None:
        return task
    return task._replace(command=_filled(task.command, owned), sent=task.command)


def _placed(command: Command, principal: Principal, known: Mapping[UUID, Owned]) -> Owned:
    """To whom the new record is to belong. It lies in the branch of its owner where none is named."""
    owner_id = getattr(command, OWNER, None) or principal.user_id
    home = principal.branch
    if owner_id is not None and owner_id != principal.user_id:
        home = known.get(owner_id, NOBODYS).branch
    return Owned(owner_id, getattr(command, BRANCH, None) or home)


def _may_begin(principal: Principal, right: Right, owned: Owned) -> bool:
    if right == ONES_OWN:
        return _may(principal, right, owned)
    return principal.places(right.thing, right.action, *owned)


def _filled(command: Command, owned: Owned) -> Command:
    missing = {
        field: value
        for field, value in ((OWNER, owned.owner_id), (BRANCH, owned.branch))
        if field in type(command).model_fields and not getattr(command, field)
    }
    return command.model_copy(update=missing) if missing else command


def _continued(task: Task, principal: Principal, stream: Stream) -> Task:
    right, whose = task.handler.right, task.handler.aggregate.whose
    state = stream.state()
    owned = whose(state) if whose else NOBODYS
    if right != ONES_OWN and not _may(principal, Right(right.thing, SEE), owned):
        raise NotFound(what=task.handler.aggregate.name, id=str(task.stream_id))
    _must_be_open(right)
    if not _may(principal, right, owned):
        raise Forbidden
    check_fields(principal, right, task.command, state)
    return task


def _must_be_open(right: Right) -> None:
    if right == HINDSIGHT_ONLY:
        raise Forbidden


def _may(principal: Principal, right: Right, owned: Owned) -> bool:
    if right == ONES_OWN:
        return principal.rights.own_account and owned.owner_id == principal.user_id
    return principal.may(right.thing, right.action, owner_id=owned.owner_id, branch=owned.branch)
