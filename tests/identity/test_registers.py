"""Do an address and the administrators stay with their users, whoever is faster?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from events.identity import ADMINISTRATOR, ADMINISTRATORS, login_id
from services.identity import commands
from services.identity.application import identity
from services.identity.built_in import built_in_roles
from services.identity.joining import ADMINS, LOGIN
from services.identity.registers import EmailIsTaken, LastAdministrator
from shared.application import Application
from shared.commands import Command
from shared.log.log import Log
from shared.records import Header
from shared.refusals import Conflict, Refused


def sent() -> Header:
    return Header(command_id=uuid4(), correlation_id=uuid4(), actor="cli", branch="", source="cli")


@pytest.fixture
def app(database: Engine) -> Application:
    app = identity(Log(database))
    for role in built_in_roles():
        app.handle(role, sent())
    return app


def added(app: Application, *roles: str, email: str | None = None) -> UUID:
    user_id = uuid4()
    app.handle(commands.AddUser(user_id=user_id, name="Anna", email=email, roles=roles), sent())
    return user_id


def administrators(app: Application) -> frozenset[UUID]:
    return ADMINS.fold(app.log.stream(ADMINISTRATORS)).user_ids


def holder(app: Application, email: str) -> UUID | None:
    return LOGIN.fold(app.log.stream(login_id(email))).user_id


def at_once(app: Application, wishes: list[Command]) -> list[bool]:
    def attempt(command: Command) -> bool:
        try:
            return bool(app.handle(command, sent()).events)
        except (EmailIsTaken, LastAdministrator, Conflict):
            return False

    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(attempt, wishes))


def test_an_address_goes_to_one_of_many_who_want_it(app: Application) -> None:
    users = [added(app) for _ in range(6)]
    wishes = [commands.ChangeUserEmail(user_id=each, email="sales@example.com") for each in users]
    got = at_once(app, list(wishes))
    assert got.count(True) == 1
    assert holder(app, "SALES@example.com") == users[got.index(True)]


def test_a_given_up_address_can_be_used_again(app: Application) -> None:
    first = added(app, email="sales@example.com")
    app.handle(commands.ChangeUserEmail(user_id=first, email=None), sent())
    assert holder(app, "sales@example.com") is None
    second = added(app, email="Sales@example.com")
    assert holder(app, "sales@example.com") == second


@pytest.mark.parametrize(
    "leaving",
    [
        lambda user_id: commands.DeactivateUser(user_id=user_id),
        lambda user_id: commands.GiveRoles(user_id=user_id, roles=("viewer",)),
    ],
)
def test_one_administrator_is_left_when_all_go_at_once(
    app: Application, leaving: Callable[[UUID], Command]
) -> None:
    users = [added(app, ADMINISTRATOR) for _ in range(4)]
    while len(administrators(app)) > 1:
        at_once(app, [leaving(each) for each in users])
    [left] = administrators(app)
    assert left in users
    with pytest.raises(LastAdministrator):
        app.handle(leaving(left), sent())


def test_who_comes_back_is_an_administrator_again(app: Application) -> None:
    first, second = added(app, ADMINISTRATOR), added(app, ADMINISTRATOR)
    app.handle(commands.DeactivateUser(user_id=first), sent())
    assert administrators(app) == {second}
    app.handle(commands.ReactivateUser(user_id=first), sent())
    assert administrators(app) == {first, second}


def test_branches_that_move_below_each_other_make_no_circle(app: Application) -> None:
    for code in ("east", "west"):
        app.handle(commands.OpenBranch(code=code, name=code), sent())
    moves: list[Command] = [
        commands.MoveBranch(code="east", parent="west"),
        commands.MoveBranch(code="west", parent="east"),
    ]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda move: _refusal(app, move), moves))
    assert sorted(done) in (["", "BranchBelowItself"], ["BranchBelowItself", ""])


def _refusal(app: Application, move: Command) -> str:
    try:
        app.handle(move, sent())
    except Refused as refusal:
        return type(refusal).__name__
    return ""
