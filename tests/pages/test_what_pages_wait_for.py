"""Does each page wait for the read models it shows, and not for all?"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from services.gateway.pages import counts
from services.gateway.runtime import Runtime
from services.product import PROJECTIONS
from shared.projection import Projection
from tests.pages.conftest import Company

KNOWN = {projection.name for projection in PROJECTIONS}
PAGES = (
    "/settings/security",
    "/deals",
    "/deals/list",
    "/deals/list?customer_id={customer}&manager=x",
    "/deals/changes?deal={open_deal}",
    "/deals/{open_deal}",
    "/customers",
    "/customers/lookup?search=W",
    "/customers/{customer}",
    "/timeline/{customer}?before=99",
    "/reports?by=product",
)


@contextmanager
def watched(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[set[str], set[str]]]:
    """The read models a page is said to read, and those that its statements name."""
    said: set[str] = set()
    named: set[str] = set()
    ask = runtime.reader.ask

    def asked(projections: Sequence[Projection], question: Callable[..., Any], **rest: Any) -> Any:
        said.update(projection.name for projection in projections)
        return ask(projections, question, **rest)

    def executed(_: object, __: object, statement: str, *___: object) -> None:
        named.update(set(re.findall(r"\bread\.(\w+)", statement)) & KNOWN)

    # No page waits for the numbers beside the navigation.
    monkeypatch.setattr(counts, "_count", lambda *_, **__: 0)
    monkeypatch.setattr(runtime.reader, "ask", asked)
    event.listen(runtime.engine, "before_cursor_execute", executed)
    yield said, named
    event.remove(runtime.engine, "before_cursor_execute", executed)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_waits_for_what_it_shows(
    http: httpx.Client, runtime: Runtime, company: Company, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with watched(runtime, monkeypatch) as (said, named):
        answer = http.get(address.format(**company._asdict()))
    assert answer.status_code == 200, answer.text
    assert named <= said
    assert said < KNOWN, "one that stands still would hold up this page too"
