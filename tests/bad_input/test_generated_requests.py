"""Does every request, as described or not, sent by somebody of any role or by nobody, get a described answer?

HINDSIGHT_GENERATED_REQUESTS says how many are made up for each operation; some hundred take some hours.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

import requests
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.bad_input.generating import cases, operations
from tests.rights.matrix.company import Company

EXAMPLES = int(os.environ.get("HINDSIGHT_GENERATED_REQUESTS", "1"))
DEADLINE_SECONDS = 10
CONFORMS = [status_code_conformance, content_type_conformance, response_schema_conformance]
MADE_UP = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES == 1,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_every_request_gets_a_described_answer_in_time(address: str, company: Company) -> None:
    description = requests.get(f"{address}/api/openapi.json", timeout=DEADLINE_SECONDS).json()
    faults: dict[str, str] = {}
    known = _known(company)
    asking = Asking(address, company)
    for operation in operations(description):

        def check(case: Case[Any]) -> None:
            for role, fault in asking.faults(case):
                faults.setdefault(f"{case.operation.label} as {role}", fault)

        MADE_UP(given(case=cases(operation, known))(check))()
    assert not faults, "\n".join(f"{where}: {fault}" for where, fault in list(faults.items())[:20])
    assert asking.statuses[HTTPStatus.CREATED]
    assert asking.statuses[HTTPStatus.UNPROCESSABLE_ENTITY]


class Asking:
    """Sends a request as somebody of every role, and as nobody."""

    def __init__(self, address: str, company: Company) -> None:
        self.statuses: dict[int, int] = defaultdict(int)
        self._address = address
        self._headers = {role: person.headers for role, person in company.user.items()} | {"stranger": {}}

    def faults(self, case: Case[Any]) -> Iterator[tuple[str, str]]:
        """Who got no answer, a failure of ours, or one that is not described."""
        for role, headers in self._headers.items():
            if fault := self._fault(case, headers):
                yield role, f"{fault}\n{case.as_curl_command()}"

    def _fault(self, case: Case[Any], headers: dict[str, str]) -> str | None:
        try:
            # No session: an answer must not sign anybody in for the next.
            answer = case.call(self._address, headers=headers, timeout=DEADLINE_SECONDS)
        except requests.RequestException as error:
            return f"no answer: {error}"
        self.statuses[answer.status_code] += 1
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR and not _waits(case, answer.text):
            return f"{answer.status_code}: {answer.text}"
        try:
            case.validate_response(answer, checks=CONFORMS)
        except FailureGroup as group:
            return f"{answer.status_code}: {[str(each) for each in group.exceptions]}"
        return None


def _waits(case: Case[Any], told: str) -> bool:
    """Was a position asked for that the log has not reached?"""
    return bool(case.query and "min_position" in case.query) and '"NotYetVisible"' in told


def _known(company: Company) -> Mapping[str, Sequence[UUID]]:
    known: dict[str, list[UUID]] = defaultdict(list)
    for record in company.records:
        for name in (f"{record.kind}_id", "stream_id", "record"):
            known[name].append(record.id)
    return known | {"team_id": [company.team], "owner_id": [company.mate], "user_id": [company.mate]}
