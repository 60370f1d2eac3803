"""What do rights cost a list of a million, beside the same list for somebody who sees everything?"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection

from benchmarks.figure import Figure, bounded
from benchmarks.log_append import server
from benchmarks.rights_company import fill, somebody
from projections.customers.listing import CUSTOMERS
from projections.identity.access import Access
from projections.sales.listing import DEALS
from shared.database import connect
from shared.listing.asking import asking
from shared.listing.listing import Listing
from shared.listing.reading import View, page
from shared.listing.wish import wish
from shared.rights.levels import Level
from shared.rights.principal import Principal

ROUNDS = 15
LISTS = ((CUSTOMERS, "name"), (CUSTOMERS, "-registered_at"), (DEALS, "-opened_at"))
READERS = (
    ("branch of 10 %", somebody(Level.BRANCH, "b10")),
    ("branch of 1 %", somebody(Level.BRANCH, "b1")),
    ("team", somebody(Level.TEAM)),
    ("own", somebody(Level.OWN)),
)
LONGEST_PAGE = 100.0


def run() -> list[Figure]:
    """The first page of lists in their usual orders, and one look at who may do what."""
    with server("customers") as where:
        engine = connect(where.url)
        fill(engine)
        with engine.connect() as connection:
            figures = [figure for listing, sort in LISTS for figure in _compared(connection, listing, sort)]
        figures.append(bounded("one look at rights", _look(Access(engine)), "ms", 0.5, kind="at most"))
        engine.dispose()
    return figures


def _compared(connection: Connection, listing: Listing, sort: str) -> list[Figure]:
    everything = _milliseconds(connection, listing, sort, somebody(Level.ALL))
    figures = []
    for reach, who in READERS:
        took = _milliseconds(connection, listing, sort, who)
        figures.append(
            bounded(
                f"1 M {listing.object}s by {sort}, {reach}",
                took,
                "ms",
                LONGEST_PAGE,
                kind="at most",
                peer=f"all of them ({everything:.1f} ms)",
                ratio=took / everything,
            )
        )
    return figures


def _milliseconds(connection: Connection, listing: Listing, sort: str, who: Principal) -> float:
    shown = listing.shown_to(who)
    see = who.where(listing.object, alias=listing.alias)
    see = see._replace(parameters={**see.parameters, **shown.bound})
    view = View(shown, wish({"sort": sort}), asking(who, UTC, datetime.now(UTC)), see)
    return _median(lambda: page(connection, view))


def _look(access: Access) -> float:
    return _median(access.catch_up)


def _median(act: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)[ROUNDS // 2]
