"""Which requests does the description of the API allow, and which does it not, with ids that exist?"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.errors import SchemathesisError
from schemathesis.core.result import Ok

STREAM = "GET /api/v1/events"
"""It never ends by itself; tests of its own follow it."""
_SHORTEST = "0.1"


def operations(description: dict[str, Any]) -> list[Any]:
    """Every operation of the API but the endless one."""
    schema = schemathesis.openapi.from_dict(description)
    found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    return [each for each in found if each.label != STREAM]


@st.composite
def cases(draw: st.DrawFn, operation: Any, known: Mapping[str, Sequence[UUID]]) -> Case[Any]:
    """As described and not as described, most ids of records that there are."""
    ways = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    with suppress(SchemathesisError):  # nothing can be wrong with a request that takes nothing
        ways.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    case: Case[Any] = draw(st.one_of(ways))
    for held in (case.path_parameters, case.body):
        if isinstance(held, dict):
            for name in sorted(held.keys() & known.keys()):
                if draw(st.integers(0, 3)):
                    held[name] = str(draw(st.sampled_from(known[name])))
    if isinstance(case.query, dict) and "deadline_seconds" in case.query:
        case.query["deadline_seconds"] = _SHORTEST  # else it waits for a position that never comes
    return case
