"""Does a command that changes two records change both or neither?"""

from concurrent.futures import ThreadPoolExecutor
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import msgspec
import pytest
from sqlalchemy import Engine

from shared.application import Aggregate, Application, Joined, Right
from shared.commands import Command
from shared.events import Event
from shared.log.log import Log
from shared.records import Header, Receipt
from shared.refusals import Conflict, Refused


class MemberJoined(Event):
    nickname: str


class NicknameTaken(Event):
    member_id: UUID


class NicknameIsTaken(Refused):
    """Somebody else has this nickname. Choose another."""


class JoinClub(Command):
    member_id: UUID
    nickname: str


class Holder(msgspec.Struct, frozen=True):
    member_id: UUID | None = None


MEMBER = Aggregate(name="member", initial=0, evolve=lambda count, _: count + 1)
NICKNAME = Aggregate(name="nickname", initial=Holder(), evolve=lambda _, event: Holder(event.member_id))


def stream_of(nickname: str) -> UUID:
    return uuid5(NAMESPACE_OID, nickname)


def reserve(holder: Holder, member_id: UUID) -> list[Event]:
    if holder.member_id not in (None, member_id):
        raise NicknameIsTaken
    return [] if holder.member_id else [NicknameTaken(member_id=member_id)]


def joined(_: int, command: JoinClub) -> list[Joined]:
    def decide(holder: Holder) -> list[Event]:
        return reserve(holder, command.member_id)

    return [Joined(stream_of(command.nickname), NICKNAME, decide)]


@pytest.fixture
def app(database: Engine) -> Application:
    app = Application("club", Log(database))
    app.handles(
        JoinClub,
        MEMBER,
        right=Right("member", "join"),
        stream=lambda command: command.member_id,
        decide=lambda _, command: [MemberJoined(nickname=command.nickname)],
        creates=True,
        joins=joined,
    )
    return app


def sent() -> Header:
    return Header(command_id=uuid4(), correlation_id=uuid4(), actor="cli", branch="", source="web")


def holder(app: Application, nickname: str) -> UUID | None:
    return NICKNAME.fold(app.log.stream(stream_of(nickname))).member_id


def test_both_records_change(app: Application) -> None:
    join = JoinClub(member_id=uuid4(), nickname="fox")
    receipt = app.handle(join, sent())
    assert (receipt.stream_id, receipt.events) == (join.member_id, ("test_joined.MemberJoined",))
    assert holder(app, "fox") == join.member_id


def test_where_one_refuses_neither_changes(app: Application) -> None:
    app.handle(JoinClub(member_id=uuid4(), nickname="fox"), sent())
    late = JoinClub(member_id=uuid4(), nickname="fox")
    with pytest.raises(NicknameIsTaken):
        app.handle(late, sent())
    assert app.log.stream(late.member_id) == []


def test_a_repeat_changes_nothing_more(app: Application) -> None:
    join, header = JoinClub(member_id=uuid4(), nickname="fox"), sent()
    first = app.handle(join, header)
    assert app.handle(join, header) == msgspec.structs.replace(first, repeated=True)
    assert len(app.log.stream(stream_of("fox"))) == 1


def test_many_want_one_nickname_and_one_gets_it(app: Application) -> None:
    def attempt(member_id: UUID) -> bool:
        try:
            app.handle(JoinClub(member_id=member_id, nickname="fox"), sent())
        except (NicknameIsTaken, Conflict):
            return False
        return True

    members = [uuid4() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(attempt, members))
    assert done.count(True) == 1
    assert holder(app, "fox") == members[done.index(True)]
    assert [bool(app.log.stream(each)) for each in members] == done


def test_in_a_batch_the_first_gets_it(app: Application) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    wishes = [(first, "fox"), (second, "fox"), (third, "owl")]
    answers = app.handle_many([(JoinClub(member_id=id_, nickname=name), sent()) for id_, name in wishes])
    assert [isinstance(answer, Receipt) for answer in answers] == [True, False, True]
    assert (holder(app, "fox"), holder(app, "owl")) == (first, third)
