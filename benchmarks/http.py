"""How many customers a second does the API create; how fast are board and search among 100,000?"""

from uuid import uuid4

from benchmarks.access import authorization
from benchmarks.figure import Figure, bounded
from benchmarks.http_client import Outcome
from benchmarks.http_servers import HINDSIGHT, database, distributed, listening, measure
from services import product
from services.customers.commands import RegisterCustomer
from services.sales.commands import OpenDeal
from shared.commands import Command
from shared.database import connect
from shared.log.log import Log
from shared.projector.wait import wait_for
from shared.records import Header

CLIENTS = 16
READERS = 2
CUSTOMERS = 100_000
DEALS = 5_000
CREATE = "/api/v1/customers/register-customer"
BODY = '{"kind":"organization","name":"Company $n"}'
PEER = "bare FastAPI route with one INSERT"
SYLLABLES = ("nor", "al", "vi", "ka", "sun", "tor", "me", "lin", "bo", "ra", "zhang", "wei", "shan", "hai")


def run() -> list[Figure]:
    """Embedded beside its peer, then lists at size, then distributed."""
    with database() as url:
        with listening("-m", "benchmarks.http_peer", url) as peer:
            bare = measure(peer, "POST", ["/customers"], 3_000, clients=CLIENTS, body=BODY)
        serve = (*HINDSIGHT, "serve", "--port", "0", "--json")
        with listening(*serve, HINDSIGHT_DATABASE_URL=url) as served:
            known = authorization(url)
            embedded = measure(served, "POST", [CREATE], 3_000, clients=CLIENTS, body=BODY, known=known)
            fill(url)
            lists = _lists(served, known)
    with distributed() as (served, known):
        apart = measure(served, "POST", [CREATE], 2_000, clients=CLIENTS, body=BODY, known=known)
    return [*_creating("embedded", embedded, bare, 300), *lists, *_creating("distributed", apart, bare, 150)]


def _creating(mode: str, found: Outcome, bare: Outcome, goal: float) -> list[Figure]:
    work = f"HTTP create customer, {mode}, {CLIENTS} clients"
    ratio = found.per_second / bare.per_second
    peer = f"{PEER} ({bare.per_second:,.0f}/s)"
    rate = bounded(work, found.per_second, "/s", goal, kind="at least", peer=peer, ratio=ratio)
    errors = bounded(f"{work}: errors", found.errors, "errors", 0, kind="at most")
    if mode == "distributed":
        return [rate, errors]
    peer = f"{PEER} ({bare.p99:.0f} ms)"
    slowest = bounded(
        f"{work}: p99", found.p99, "ms", 150, kind="at most", peer=peer, ratio=found.p99 / bare.p99
    )
    return [rate, slowest, errors]


def _lists(url: str, known: str) -> list[Figure]:
    searches = [f"/api/v1/customers?search={first}" for first in SYLLABLES]
    pages = {
        "pipeline page": ["/deals"],
        "customer search": searches,
        "customer search page": [search.removeprefix("/api/v1") for search in searches],
    }
    return [
        bounded(
            f"{name} at {CUSTOMERS:,} customers, {READERS} clients: p95",
            measure(url, "GET", paths, 300, clients=READERS, known=known).p95,
            "ms",
            50,
            kind="at most",
        )
        for name, paths in pages.items()
    ]


def fill(url: str) -> None:
    """Add customers and deals in large appends, and wait until every read model shows them."""
    engine = connect(url)
    applications = product.applications(Log(engine))
    position = 0
    company = _company()
    for start in range(0, len(company), 1_000):
        commands = company[start : start + 1_000]
        sent = [(command, _header()) for command in commands]
        answers = applications[commands[0].service()].handle_many(sent)
        position = max(getattr(answer, "position", 0) for answer in answers)
    wait_for(engine, [projection.name for projection in product.PROJECTIONS], position, 300)
    engine.dispose()


def _company() -> "list[Command]":
    ids = [uuid4() for _ in range(CUSTOMERS)]
    count = len(SYLLABLES)
    customers: list[Command] = [
        RegisterCustomer(
            customer_id=customer_id,
            kind="organization",
            name=" ".join(
                (
                    SYLLABLES[n % count] + SYLLABLES[n // count % count],
                    SYLLABLES[n // count**2 % count],
                    str(n),
                )
            ),
        )
        for n, customer_id in enumerate(ids)
    ]
    stages = ("prospecting", "engaging", "proposal", "negotiation")
    deals: list[Command] = [
        OpenDeal(
            deal_id=uuid4(),
            title=f"Deal {n}",
            customer_id=ids[n],
            stage=stages[n % 4],
            amount=1000 + n,  # type: ignore[arg-type]
            currency="EUR",
        )
        for n in range(DEALS)
    ]
    return customers + deals


def _header() -> Header:
    return Header(command_id=uuid4(), correlation_id=uuid4(), actor="cli", branch="", source="import")
