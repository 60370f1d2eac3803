"""How long does the database take for a list, from ten thousand rows to a million?"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Connection, Engine, text

from benchmarks.figure import Figure, bounded
from benchmarks.http_servers import database
from benchmarks.list_rows import fill
from projections.customers.listing import CUSTOMERS
from projections.sales.listing import DEALS
from services import product
from services.operations.migration import prepare
from shared.database import connect
from shared.listing import reading
from shared.listing.asking import Asking
from shared.listing.listing import Listing
from shared.listing.reading import View
from shared.listing.wish import wish
from shared.projector.engine import Projector
from shared.rights.condition import EVERYTHING
from shared.rights.principal import SYSTEM

LARGEST = int(os.environ.get("HINDSIGHT_BENCH_ROWS", "1000000"))
SIZES = [*(size for size in (10_000, 100_000) if size < LARGEST), LARGEST]
GOAL_MS, TIMES, GROWTH = 100, 15, 4
TWICE = 2.0
FILTERS = {
    "customers": (
        "",
        "lifecycle.is(loyal)",
        "sector.is(sector 7),branch.is(B3)",
        "registered_at.in(last-30-days)",
    ),
    "deals": (
        "",
        "open.is(yes)",
        "stage.is(won),closed_on.in(this-quarter)",
        "amount.above(80000),branch.is(B3)",
    ),
}
_BY_HAND = """
    select c.customer_id, c.version, c.name, c.lifecycle, c.sector, c.owner_id, a.name, c.branch, c.tags,
        c.registered_at from read.customer_directory c left join read.colleagues a on a.user_id = c.owner_id
    where not c.archived order by c.registered_at, c.customer_id limit 51"""
Work = Callable[[Connection], Any]


def run() -> list[Figure]:
    """First pages in every order with the usual filters, and totals; beside a query written by hand."""
    found = [(size, *_measured(size)) for size in SIZES]
    figures = [each for _, some, _ in found for each in some]
    first, last = found[0][2], found[-1][2]
    grown = f"the same at {SIZES[0]:,} rows ({first:.1f} ms)"
    return [
        *figures,
        bounded(
            f"list, first page, median, {LARGEST:,} rows, against {SIZES[0]:,}",
            last / first,
            "times",
            GROWTH,
            kind="at most",
            peer=grown,
            ratio=last / first,
        ),
    ]


@contextmanager
def _filled(size: int) -> Iterator[Engine]:
    with database() as url:
        engine = connect(url)
        prepare(engine)
        Projector(engine, product.PROJECTIONS).prepare()
        fill(engine, size)
        yield engine
        engine.dispose()


def _measured(size: int) -> tuple[list[Figure], float]:
    with _filled(size) as engine, engine.connect() as connection:
        pages = [each for listing in (CUSTOMERS, DEALS) for each in _pages(connection, listing)]
        totals = [each for listing in (CUSTOMERS, DEALS) for each in _totals(connection, listing)]
        ours = median(_times(connection, _page(CUSTOMERS, sort="registered_at")))
        by_hand = median(_times(connection, lambda each: each.execute(text(_BY_HAND)).all()))
    peer = f"the same in SQL by hand ({by_hand:.1f} ms)"
    ratio = ours / by_hand
    return [
        _p95(f"list, first page, any order and usual filter, {size:,} rows, p95", pages),
        _p95(f"list, totals, usual filters, {size:,} rows, p95", totals),
        bounded(f"list, {size:,} rows", ratio, "times", TWICE, kind="at most", peer=peer, ratio=ratio),
    ], median(pages)


def _pages(connection: Connection, listing: Listing) -> list[float]:
    sorts = [sign + field.name for field in listing.fields if field.ordered for sign in ("", "-")]
    asked = [{"sort": sort} for sort in sorts]
    asked += [{"filter": text} for text in FILTERS[_name(listing)]]
    return [median(_times(connection, _page(listing, **each), times=3)) for each in asked]


def _totals(connection: Connection, listing: Listing) -> list[float]:
    found: list[float] = []
    for filter_ in FILTERS[_name(listing)]:
        view = _view(listing, filter=filter_)
        found += [median(_times(connection, lambda each, view=view: reading.sums(each, view), times=3))]  # type: ignore[misc]
    return found


def _page(listing: Listing, **asked: str) -> Work:
    view = _view(listing, **asked)
    return lambda connection: (reading.page(connection, view), reading.count(connection, view))


def _view(listing: Listing, **asked: str) -> View:
    return View(listing.shown_to(SYSTEM), wish(asked), Asking(SYSTEM, date.today(), UTC), EVERYTHING)


def _name(listing: Listing) -> str:
    return f"{listing.object}s"


def _times(connection: Connection, work: Work, times: int = TIMES) -> list[float]:
    """Milliseconds, when everything is warm."""
    work(connection)
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work(connection)
        found.append((time.perf_counter() - started) * 1_000)
    return found


def _p95(work: str, milliseconds: list[float]) -> Figure:
    value = quantiles(milliseconds, n=20)[-1]
    return bounded(work, value, "ms", GOAL_MS, kind="at most")
