"""What does a request say about the command it carries: which id, on whose behalf, on which version?"""

import re
from uuid import UUID, uuid4, uuid5

from starlette.requests import Request

from services.gateway.viewer import viewer
from shared.marks import N_
from shared.records import Header
from shared.refusals import Invalid
from shared.rights.principal import Principal

KEYS = UUID("2f1a4c1e-9a50-4a39-8e4c-0d2a9b4a7f21")
# The ETag of a receipt is a version, that of a record a version and a digest. A cache on the way may have
# made it a weak one; it names the version all the same.
_VERSION = re.compile(r'(?:W/)?"(\d{1,18})(?:-[0-9a-f]{16})?"')


def header_of(request: Request, source: str = "api") -> Header:
    """The header of the command in this request. Raises Invalid naming the HTTP header that is wrong."""
    principal = viewer(request)
    return Header(
        command_id=_command_id(request.headers.get("idempotency-key"), actor_of(principal)),
        correlation_id=UUID(request.scope["correlation_id"]),
        actor=actor_of(principal),
        branch=principal.branch,
        credential=request.scope.get("credential"),
        source=source,
        expected_version=_expected_version(request.headers.get("if-match")),
    )


def actor_of(principal: Principal) -> str:
    """How the log names somebody. Nobody has no name, and gets nothing done."""
    return str(principal.user_id or "")


def _command_id(key: str | None, actor: str) -> UUID:
    if key is None:
        return uuid4()
    if not 1 <= len(key) <= 200:
        raise _wrong("Idempotency-Key", N_("must have 1 to 200 characters"))
    try:
        return UUID(key)
    except ValueError:
        return uuid5(KEYS, f"{actor} {key}")  # two people may draw the same key


def _expected_version(given: str | None) -> int | None:
    if given is None:
        return None
    if given.strip() == "*":
        return None  # whichever version there is
    if match := _VERSION.fullmatch(given.strip()):
        return int(match[1])
    raise _wrong("If-Match", N_('must be the ETag of the record, such as "3"'))


def _wrong(field: str, problem: str) -> Invalid:
    return Invalid(problems=[{"field": field, "problem": problem}])
