"""Which files does an import benchmark load when none are given? Invented ones of the same shape and size."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

ACCOUNTS, AGENTS, OPPORTUNITIES = 85, 35, 8_800
PRODUCTS = ("GTX Basic", "GTX Pro", "MG Special", "MG Advanced", "GTX Plus Pro", "GTX Plus Basic", "GTK 500")
_STAGES = ("Won",) * 48 + ("Lost",) * 28 + ("Engaging",) * 18 + ("Prospecting",) * 6


def write(folder: Path) -> None:
    """Four CSV files that the mappings in docs/examples/crm-sales-opportunities fit."""
    chance = Random(1)
    _table(
        folder / "sales_teams.csv",
        "sales_agent,manager,regional_office",
        [(f"Agent {n}", f"Manager {n % 6}", ("West", "East", "Central")[n % 3]) for n in range(AGENTS)],
    )
    _table(
        folder / "products.csv",
        "product,series,sales_price",
        [(name, name.split()[0], 55 * 7**n // 5**n) for n, name in enumerate(PRODUCTS)],
    )
    _table(
        folder / "accounts.csv",
        "account,sector,year_established,revenue,employees,office_location,subsidiary_of",
        [
            (f"Account {n}", "retail", 1980 + n % 38, n * 11.5, n * 40, "United States", "")
            for n in range(ACCOUNTS)
        ],
    )
    _table(
        folder / "sales_pipeline.csv",
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
        [_opportunity(n, chance) for n in range(OPPORTUNITIES)],
    )


def _opportunity(number: int, chance: Random) -> Sequence[object]:
    stage, product = chance.choice(_STAGES), chance.choice(PRODUCTS)
    engaged = date(2016, 10, 20) + timedelta(days=chance.randrange(430))
    closed = engaged + timedelta(days=chance.randrange(1, 138))
    over = stage in ("Won", "Lost")
    return (
        f"O{number:07}",
        f"Agent {chance.randrange(AGENTS)}",
        product,
        f"Account {chance.randrange(ACCOUNTS)}" if over else "",
        stage,
        "" if stage == "Prospecting" else engaged,
        closed if over else "",
        {"Won": chance.randrange(38, 30_000), "Lost": 0}.get(stage, ""),
    )


def _table(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
