"""Which command is in this request's body?"""

from uuid import UUID, uuid4, uuid5

import msgspec
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from shared.commands import C, problems_of
from shared.marks import N_
from shared.records import Header
from shared.refusals import Invalid

_NO_OBJECT = N_("must be an object with the command's fields")
# Numbers with a point reach their decimal field digit by digit, never by way of a binary float.
_json = msgspec.json.Decoder(float_hook=str)


async def command_in(request: Request, command: type[C], header: Header, *, creates: bool) -> C:
    """The command in the body. Raises Invalid naming each wrong field, or HTTPException 400, 413, 415.

    A creating command may leave out the id of what it creates: it is then derived from the idempotency
    key, so that a repeat concerns the same record.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)
    body = _decoded(await request.body())
    own_id = next(iter(command.model_fields))
    if creates and own_id not in body and command.model_fields[own_id].annotation is UUID:
        keyed = "idempotency-key" in request.headers
        body[own_id] = str(uuid5(header.command_id, own_id) if keyed else uuid4())
    try:
        return command.model_validate_json(msgspec.json.encode(body), strict=True)
    except ValidationError as error:
        raise Invalid(problems=problems_of(error)) from None


def _decoded(body: bytes) -> dict[str, object]:
    try:
        value = _json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise HTTPException(400) from None
    if not isinstance(value, dict):
        raise Invalid(problems=[{"field": "body", "problem": _NO_OBJECT}])
    return value
