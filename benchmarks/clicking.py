"""What do a hundred people who click at the same time wait for, at worst?"""

import csv
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.figure import Figure, bounded
from benchmarks.filled import Company, company, sessions

PEOPLE = 100
SECONDS = int(os.environ.get("HINDSIGHT_BENCH_SECONDS", "60"))
"""Ten minutes are what the goal speaks of."""
GOAL_MS = 500


def run() -> list[Figure]:
    """p99 over all clicks, and how many failed."""
    with company() as found:
        lines = _clicked(found)
    total = next(line for line in lines if line["Name"] == "Aggregated")
    over = f"{PEOPLE} people for {SECONDS} s, {found.customers:,} customers, {found.deals:,} deals"
    slowest = max((line for line in lines if line is not total), key=lambda line: float(line["99%"]))
    waits = ((total, "a click"), (slowest, f"{slowest['Name']} (the slowest)"))
    failed = f"{over}: failures of {total['Request Count']}"
    return [
        *(
            bounded(f"{over}: {what}, p99", float(line["99%"]), "ms", GOAL_MS, kind="at most")
            for line, what in waits
        ),
        bounded(failed, float(total["Failure Count"]), "clicks", 0, kind="at most"),
    ]


def _clicked(found: Company) -> list[dict[str, str]]:
    cookies = msgspec.json.encode(sessions(found.database, PEOPLE)).decode()
    with TemporaryDirectory(prefix="hindsight-bench-") as folder:
        subprocess.run(
            [
                *(sys.executable, "-m", "locust", "--headless", "--only-summary"),
                *("--locustfile", str(Path(__file__).with_name("clicking_users.py"))),
                *("--host", found.url, "--users", str(PEOPLE), "--spawn-rate", "10"),
                *("--run-time", f"{SECONDS}s", "--csv", f"{folder}/clicks", "--exit-code-on-error", "0"),
            ],
            env=os.environ | {"HINDSIGHT_BENCH_COOKIES": cookies},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with Path(folder, "clicks_stats.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))
