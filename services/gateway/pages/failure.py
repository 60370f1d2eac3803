"""How does a failure look to somebody who reads pages, rather than to a program?"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from services.gateway.pages.environment import render
from services.gateway.pages.navigation import unnumbered
from services.gateway.viewer import viewer

_MARKS = {403: "lock", 404: "search"}


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page; the API answers problem documents even there."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def failure(
    request: Request,
    status: int,
    reason: str,
    *,
    template: str = "error.html",
    headers: Mapping[str, str] | None = None,
    show_all: str | None = None,
) -> Response:
    """The reason as a page; a failure of ours carries the id that finds it in the logs.

    show_all: where the same list stands without what was asked of it.
    """
    known = request.scope.get("correlation_id") if status == 500 else None
    shell = {"section": "", "navigation": unnumbered(viewer(request)), "freshness": None}
    shell["show_all"] = show_all
    mark = _MARKS.get(status, "triangle-alert")
    answer = render(request, template, status, **shell, reason=reason, correlation_id=known, mark=mark)
    answer.headers.update(headers or {})
    return answer
