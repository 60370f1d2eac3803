"""How is what a query found written as an HTTP answer?"""

from typing import Any
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.reading import Answer
from shared.paging import Page
from shared.refusals import NotFound

POSITION = "Hindsight-Position"
_JSON = "application/json"


def items(answer: Answer[Any]) -> Response:
    """A whole list, as `{"items": […]}`."""
    return Response(msgspec.json.encode({"items": answer.value}), headers=_position(answer), media_type=_JSON)


def page(request: Request, answer: Answer[Page[Any]]) -> Response:
    """One page of a list; the Link header leads to the next."""
    headers = _position(answer)
    if answer.value.next_cursor:
        following = request.url.include_query_params(cursor=answer.value.next_cursor)
        headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return Response(msgspec.json.encode(answer.value), headers=headers, media_type=_JSON)


def record(request: Request, answer: Answer[Any], *, what: str, record_id: UUID) -> Response:
    """One record with its version as ETag; 304 for a reader who has it already. Raises NotFound."""
    found = answer.value
    if found is None:
        raise NotFound(what=what, id=str(record_id))
    etag = f'"{found.version}"'
    headers = {**_position(answer), "ETag": etag}
    if etag in (tag.strip() for tag in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(msgspec.json.encode(found), headers=headers, media_type=_JSON)


def _position(answer: Answer[Any]) -> dict[str, str]:
    return {POSITION: str(answer.position)}
