"""How is what a query found written as an HTTP answer?"""

from hashlib import blake2b
from typing import Any
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.reading import Answer
from services.gateway.rights.masks import unmasked
from services.gateway.viewer import viewer
from shared.paging import Page
from shared.refusals import NotFound

_JSON = "application/json"


def items(answer: Answer[Any]) -> Response:
    """A whole list, as `{"items": […]}`."""
    return Response(msgspec.json.encode({"items": answer.value}), media_type=_JSON)


def page(request: Request, answer: Answer[Page[Any]]) -> Response:
    """One page of a list; the Link header leads to the next."""
    headers = {}
    if answer.value.next_cursor:
        following = request.url.include_query_params(cursor=answer.value.next_cursor)
        headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return Response(msgspec.json.encode(answer.value), headers=headers, media_type=_JSON)


def record(request: Request, answer: Answer[Any], *, what: str, record_id: UUID) -> Response:
    """One record without the fields its reader does not see. Raises NotFound.

    304 for a reader who has it already.

    The ETag begins with the version, which a command may name in If-Match. It goes on with a digest,
    because the names of other records stand in this one, and change without its version.
    """
    found = answer.value
    if found is None:
        raise NotFound(what=what, id=str(record_id))
    body = msgspec.json.encode(unmasked(found, what, viewer(request)))
    etag = f'"{found.version}-{blake2b(body, digest_size=8).hexdigest()}"'
    headers = {"ETag": etag}
    known = request.headers.get("if-none-match", "").split(",")
    if etag in (tag.strip().removeprefix("W/") for tag in known):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=_JSON)
