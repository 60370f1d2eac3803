"""May somebody of each role send each command, about each record? As the definitions of the roles say."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest

from services import product
from services.gateway.api.examples import EXAMPLES
from shared.commands import Command
from shared.records import Header
from shared.refusals import Conflict, Forbidden, Invalid, NotFound, Refused
from shared.rights.right import HINDSIGHT_ONLY, ONES_OWN
from tests.rights.matrix import oracle
from tests.rights.matrix.company import ROLES, Company, Record

NO_VERSION = 999_999
"""No record is at it: whatever is allowed meets a conflict, and nothing is changed."""
OUTCOMES = {Conflict: "allowed", Forbidden: "forbidden", NotFound: "not there", Invalid: "invalid"}


class Case(NamedTuple):
    """A command about one record, with the right it takes."""

    command: Command
    thing: str
    action: str
    record: Record


def cases(company: Company, role: str) -> Iterator[Case]:
    """Every command about an existing record of every kind that has an owner."""
    for command in product.commands():
        application = company.applications[command.service()]
        right = application.right(command)
        field = next(iter(command.model_fields))
        if application.creates(command) or right in (HINDSIGHT_ONLY, ONES_OWN):
            continue
        for record in company.around(role):
            if field == f"{record.kind}_id":
                body = {**EXAMPLES[command], field: str(record.id)}
                yield Case(_command(command, body), right.thing, right.action, record)


def _command(command: type[Command], body: dict[str, Any]) -> Command:
    named = {name: None if name == "owner_id" else value for name, value in body.items()}
    return command.model_validate(named | ({"branch": ""} if "branch" in body else {}))


def outcome(company: Company, role: str, command: Command) -> str:
    """What the sender learns."""
    header = Header(
        command_id=uuid4(),
        correlation_id=uuid4(),
        actor=str(company.user[role].user_id),
        branch="",
        source="api",
        expected_version=NO_VERSION,
    )
    try:
        company.applications[command.service()].handle(command, header)
    except Refused as refused:
        return OUTCOMES.get(type(refused), type(refused).__name__)
    return "carried out"


def expected(company: Company, role: str, case: Case) -> str:
    """What the roles say."""
    if not oracle.may(company, role, f"{case.thing}.see", case.record):
        return "not there"
    allowed = oracle.may(company, role, f"{case.thing}.{case.action}", case.record)
    return "allowed" if allowed else "forbidden"


@pytest.mark.parametrize("role", ROLES)
def test_every_command_about_every_record_is_judged_as_the_roles_say(company: Company, role: str) -> None:
    wrong = []
    tried = list(cases(company, role))
    for case in tried:
        met, said = outcome(company, role, case.command), expected(company, role, case)
        if met != said:
            wrong.append((type(case.command).__name__, case.record.words[0], met, said))
    assert wrong == []
    assert len(tried) > 100


@pytest.mark.parametrize("role", ROLES)
def test_every_command_that_belongs_to_nobodys_things_takes_a_right_over_all(
    company: Company, role: str
) -> None:
    wrong = []
    for command in product.commands():
        right = company.applications[command.service()].right(command)
        if right.thing in ("role", "custom_field", "product", "pipeline"):
            met = outcome(company, role, command.model_validate(EXAMPLES[command]))
            allowed = role == "administrator"
            if (met in ("forbidden", "not there")) == allowed and met != "not there":
                wrong.append((command.__name__, met))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_what_only_hindsight_sends_is_refused_to_everybody(company: Company, role: str) -> None:
    for command in product.commands():
        if company.applications[command.service()].right(command) == HINDSIGHT_ONLY:
            met = outcome(company, role, command.model_validate(EXAMPLES[command]))
            assert met in ("forbidden", "not there"), command


@pytest.mark.parametrize("role", ROLES)
def test_nobody_begins_a_record_where_their_right_does_not_reach(company: Company, role: str) -> None:
    stranger, away = company.owners["stranger"]
    for name, kind in (("RegisterCustomer", "customer"), ("OpenDeal", "deal"), ("PlanTask", "task")):
        command = next(each for each in product.commands() if each.__name__ == name)
        example = {key: value for key, value in EXAMPLES[command].items() if not key.endswith("_id")}
        begun = command.model_validate(
            example | {f"{kind}_id": str(uuid4()), "owner_id": str(stranger), "branch": away}
        )
        elsewhere = Record(kind, UUID(int=0), stranger, away, ())
        reaches = [
            oracle.may(company, role, f"{kind}.{action}", elsewhere) for action in ("create", "assign")
        ]
        allowed = any(reaches) and role in ("administrator",)
        assert (outcome(company, role, begun) != "forbidden") == allowed, (role, name)
