"""How soon after a command is accepted does a read model show it, under half the load it can take?"""

import subprocess
import sys
from urllib.parse import urlsplit

import msgspec

from benchmarks.access import authorization
from benchmarks.figure import Figure, bounded
from benchmarks.freshness_client import Outcome, Plan
from benchmarks.http_servers import HINDSIGHT, database, distributed, listening

SECONDS = 12
GOALS = {"embedded": (10, 60), "distributed": (25, 150)}


def run() -> list[Figure]:
    """Embedded, then distributed."""
    with (
        database() as url,
        listening(*HINDSIGHT, "serve", "--port", "0", "--json", HINDSIGHT_DATABASE_URL=url) as one,
    ):
        figures = _figures("embedded", one, authorization(url))
    with distributed() as (many, known):
        return [*figures, *_figures("distributed", many, known)]


def _figures(mode: str, url: str, known: str) -> list[Figure]:
    address = urlsplit(url)
    plan = Plan(address.hostname or "", address.port or 0, per_second=0, commands=600, authorization=known)
    most = _probe(plan).per_second
    half = msgspec.structs.replace(plan, per_second=most / 2, commands=int(most / 2 * SECONDS))
    found = _probe(half)
    usual, slowest = GOALS[mode]
    work = f"accepted → seen, {mode}, {most / 2:,.0f} of at most {most:,.0f} commands and queries/s"
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
