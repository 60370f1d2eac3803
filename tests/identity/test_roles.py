"""What may happen to a role?"""

import pytest

from events.identity import ADMINISTRATOR, RoleChanged, RoleReinstated, RoleRetired, role_id
from services.identity import commands
from services.identity.application import identity
from services.identity.built_in import built_in_roles
from services.identity.role import AdministratorsStay, RoleAlreadyDefined
from tests.identity.words import administrators, seller
from tests.spec import Spec


@pytest.fixture
def role() -> Spec:
    return Spec(identity, role_id("seller"))


@pytest.fixture
def highest() -> Spec:
    return Spec(identity, role_id(ADMINISTRATOR))


define = commands.DefineRole(key="seller", name="Seller", grants={"deal.see": "team"})
change = commands.ChangeRole(key="seller", name="Seller", grants={"deal.see": "own"})


def test_a_role_is_defined(role: Spec) -> None:
    role.when(define).then(seller)
    role.when(define).nothing()


def test_a_key_serves_one_role(role: Spec) -> None:
    role.given(seller).when(define.model_copy(update={"name": "Buyer"})).refused(RoleAlreadyDefined, "key")


def test_only_the_administrators_role_is_unlimited(highest: Spec) -> None:
    highest.when(commands.DefineRole(key=ADMINISTRATOR, name="Administrator")).then(administrators)


def test_a_role_gives_less(role: Spec) -> None:
    less = RoleChanged(name="Seller", grants={"deal.see": "own"}, fields={}, second_factor=False)
    role.given(seller).when(change).then(less)
    role.when(change).nothing()


def test_administrators_keep_every_right(highest: Spec) -> None:
    highest.given(administrators)
    less = commands.ChangeRole(key=ADMINISTRATOR, name="Root", grants={"deal.see": "own"})
    highest.when(less).refused(AdministratorsStay, "key")
    highest.when(commands.RetireRole(key=ADMINISTRATOR)).refused(AdministratorsStay, "key")


def test_administrators_may_be_made_to_use_a_second_factor(highest: Spec) -> None:
    strict = commands.ChangeRole(key=ADMINISTRATOR, name="Administrator", grants={}, second_factor=True)
    stricter = RoleChanged(name="Administrator", grants={}, fields={}, second_factor=True)
    highest.given(administrators).when(strict).then(stricter)


def test_a_role_is_retired_and_reinstated(role: Spec) -> None:
    role.given(seller)
    role.when(commands.RetireRole(key="seller")).then(RoleRetired())
    role.when(commands.RetireRole(key="seller")).nothing()
    role.when(commands.ReinstateRole(key="seller")).then(RoleReinstated())


def test_the_first_start_brings_six_roles() -> None:
    keys = [each.key for each in built_in_roles()]
    assert keys == [ADMINISTRATOR, "manager", "team_lead", "salesperson", "viewer", "auditor"]


def test_auditors_change_nothing() -> None:
    auditor = next(each for each in built_in_roles() if each.key == "auditor")
    writing = {right for right in auditor.grants if not right.endswith(".see")}
    assert writing == {"view.create", "view.edit", "view.remove"}
