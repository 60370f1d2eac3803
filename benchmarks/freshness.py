"""How soon after a command is accepted does a read model show it, under half the load it can take?"""

import subprocess
import sys
from urllib.parse import urlsplit

import msgspec

from benchmarks.figure import Figure, bounded
from benchmarks.freshness_client import COMMAND, Outcome, Plan
from benchmarks.http_servers import HINDSIGHT, database, distributed, listening, measure

BODY = '{"kind":"organization","name":"Company $n"}'
SECONDS = 15
GOALS = {"embedded": (10, 60), "distributed": (25, 150)}


def run() -> list[Figure]:
    """Embedded, then distributed."""
    with (
        database() as url,
        listening(*HINDSIGHT, "serve", "--port", "0", "--json", HINDSIGHT_DATABASE_URL=url) as one,
    ):
        figures = _figures("embedded", one)
    with distributed() as many:
        return [*figures, *_figures("distributed", many)]


def _figures(mode: str, url: str) -> list[Figure]:
    most = measure(url, "POST", [COMMAND], 1_500, clients=16, body=BODY).per_second
    # Each command is followed by a query, which is about as much work again: half of that is a half load.
    address = urlsplit(url)
    found = _probe(Plan(address.hostname or "", address.port or 0, most / 4, int(most / 4 * SECONDS)))
    usual, slowest = GOALS[mode]
    work = f"accepted → seen, {mode}, {most / 4:,.0f} commands and queries/s"
    return [
        bounded(f"{work}: p50", found.p50, "ms", usual, kind="at most"),
        bounded(f"{work}: p99", found.p99, "ms", slowest, kind="at most"),
        bounded(f"{work}: errors", found.errors, "errors", 0, kind="at most"),
        bounded(f"{work}: sent late", 100 * found.late, "%", 5, kind="at most"),
    ]


def _probe(plan: Plan) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.freshness_client"],
        input=msgspec.json.encode(plan),
        stdout=subprocess.PIPE,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=Outcome)
