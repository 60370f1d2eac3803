"""How long does the server take for each page of a company that has worked for years?"""

import os
import time
from statistics import quantiles

import httpx
from sqlalchemy import text

from benchmarks.figure import Figure, bounded
from benchmarks.filled import Company, company, sessions
from shared.database import connect

GOAL_MS = 100
TIMES = int(os.environ.get("HINDSIGHT_BENCH_TIMES", "30"))
PAGES = {
    "home": "/home",
    "customers": "/customers",
    "customers by contact": "/customers?sort=-last_contact",
    "customers, filtered": "/customers?filter=lifecycle.is(customer),owner_id.is(me)",
    "customers, found": "/customers?search=zw",
    "one customer": "/customers/{customer}",
    "one customer beside the list": "/customers/{customer}?panel=1",
    "board": "/deals",
    "deals": "/deals/list",
    "deals by amount": "/deals/list?sort=-amount",
    "deals won this year": "/deals/list?filter=stage.is(won),closed_on.in(this-year)",
    "one deal": "/deals/{deal}",
    "dashboard": "/reports",
    "dashboard of a branch and quarter": "/reports?branch={branch}&period=last-quarter",
    "tasks": "/tasks",
    "search": "/search?q=zhang",
}


def run() -> list[Figure]:
    """p95 of each page, one after the other, for the administrator and for somebody who sells."""
    with company() as found:
        places = _places(found)
        administrator, seller = sessions(found.database, 2)
        return [
            figure
            for who, cookie in (("administrator", administrator), ("salesperson", seller))
            for figure in _figures(found, who, cookie, places)
        ]


def _figures(found: Company, who: str, cookie: str, places: dict[str, str]) -> list[Figure]:
    with httpx.Client(base_url=found.url, headers={"Cookie": cookie}, timeout=60) as client:
        return [
            _figure(client, f"{name}, {who}", path.format(**places), found) for name, path in PAGES.items()
        ]


def _figure(client: httpx.Client, name: str, path: str, found: Company) -> Figure:
    taken = [_milliseconds(client, path) for _ in range(TIMES + 3)][3:]
    work = f"{name}: {found.customers:,} customers, {found.deals:,} deals, p95"
    return bounded(work, quantiles(taken, n=20)[-1], "ms", GOAL_MS, kind="at most")


def _milliseconds(client: httpx.Client, path: str) -> float:
    started = time.perf_counter()
    answer = client.get(path, follow_redirects=True)
    taken = (time.perf_counter() - started) * 1000
    # Somebody who sells may not see every record: then it is not there, which takes its time, too.
    if answer.status_code not in (200, 403, 404):
        raise RuntimeError(f"{path} answered {answer.status_code}: {answer.text[:500]}")
    return taken


def _places(found: Company) -> dict[str, str]:
    one = "select customer_id, deal_id, branch from read.deal_list where customer_id is not null limit 1"
    engine = connect(found.database)
    with engine.connect() as connection:
        row = connection.execute(text(one)).one()
    engine.dispose()
    return {"customer": str(row.customer_id), "deal": str(row.deal_id), "branch": row.branch}
