"""How is a page put together: queries and template on a reading thread, refusals as a page of their own?"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.gateway.pages.environment import render
from services.gateway.pages.formats import ZONE
from services.gateway.pages.navigation import places
from services.gateway.pages.shell import freshness
from services.gateway.problems import on_page
from services.gateway.runtime import Runtime
from services.gateway.time_zone import zone_of
from services.gateway.viewer import viewer
from shared.projection import Projection
from shared.projector.wait import NotYetVisible
from shared.refusals import NotFound, Refused

LONGEST_POSITION = 18
Question = Callable[[Connection], dict[str, Any]]


def runtime(request: Request) -> Runtime:
    """What this process is made of."""
    held: Runtime = request.app.state.runtime
    return held


async def page(
    request: Request,
    template: str,
    section: str,
    question: Question,
    *,
    reads: Sequence[Projection],
) -> Response:
    """A whole page; `question` finds what its template shows, not before `?min_position=` is reached.

    `reads` are the read models it shows: it is as old as the oldest of them.
    """

    def answer(connection: Connection) -> Response:
        shell: dict[str, Any] = {
            "section": section,
            "navigation": places(connection, viewer(request)),
            "freshness": freshness(connection, reads),
        }
        return render(request, template, **shell, **question(connection))

    return await _ask(request, "error.html", answer, reads)


async def fragment(
    request: Request,
    template: str,
    question: Question,
    *,
    reads: Sequence[Projection],
) -> Response:
    """A part of a page, fetched by its script."""

    def answer(connection: Connection) -> Response:
        return render(request, template, **question(connection))

    return await _ask(request, "error_fragment.html", answer, reads)


async def redirect(
    request: Request, where: Callable[[Connection], str], *, reads: Sequence[Projection]
) -> Response:
    """To another page, which is found out first."""

    def answer(connection: Connection) -> Response:
        return RedirectResponse(where(connection), HTTPStatus.SEE_OTHER)

    return await _ask(request, "error.html", answer, reads)


async def _ask(
    request: Request, error: str, answer: Callable[[Connection], Response], reads: Sequence[Projection]
) -> Response:
    try:
        return await _shown(request, answer, reads)
    except Refused as refused:
        return on_page(request, refused, error)


async def _shown(
    request: Request, answer: Callable[[Connection], Response], reads: Sequence[Projection]
) -> Response:
    def there(connection: Connection) -> Response:
        # What a question finds may be written out before its template is drawn.
        ZONE.set(zone_of(request))
        return answer(connection)

    position = request.query_params.get("min_position", "")
    asked = int(position) if position.isdecimal() and len(position) <= LONGEST_POSITION else 0
    reader = runtime(request).reader
    try:
        return (await reader.ask(reads, there, min_position=asked)).value
    except NotYetVisible as late:
        # One read model that stands still must not take the pages away: they tell how far behind they are.
        try:
            return (await reader.ask(reads, there)).value
        except NotFound:
            raise late from None
