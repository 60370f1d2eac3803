"""A made-up company as four CSV files, and its figures counted straight from the rows."""

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

PRODUCTS = {"Lathe": 900, "Lathe Pro": 4200, "Drill": 55}
OFFICES = {"Ann Reed": "North", "Bo Falk": "North", "陈静": "South", "Dee Moss": "South"}
Row = dict[str, str]


@dataclass(frozen=True)
class Company:
    """The rows of its opportunities; everything else follows from the tables above."""

    deals: list[Row]

    def write(self, folder: Path) -> Path:
        """The four files, in the columns of the shipped example mapping."""
        agents = (
            {"sales_agent": name, "manager": f"Head {o}", "regional_office": o} for name, o in OFFICES.items()
        )
        _write(folder / "sales_teams.csv", agents)
        _write(
            folder / "products.csv",
            ({"product": n, "series": "S", "sales_price": str(p)} for n, p in PRODUCTS.items()),
        )
        _write(folder / "accounts.csv", (_account(number) for number in range(40)))
        _write(folder / "sales_pipeline.csv", iter(self.deals))
        return folder

    def figures(self) -> dict[str, object]:
        """What every report must say: count by stage, won value, by office, by month."""
        won = [row for row in self.deals if row["deal_stage"] == "Won"]
        return {
            "stages": dict(Counter(row["deal_stage"].lower() for row in self.deals)),
            "won": sum(int(row["close_value"]) for row in won),
            "offices": _summed(won, lambda row: OFFICES[row["sales_agent"]]),
            "agents": _summed(won, lambda row: row["sales_agent"]),
            "months": _summed(won, lambda row: row["close_date"][:7]),
        }


def invent(deals: int, seed: int) -> Company:
    """A company with so many opportunities, the same from the same seed."""
    chance = random.Random(seed)
    return Company([_deal(number, chance) for number in range(deals)])


def _deal(number: int, chance: random.Random) -> Row:
    stage = chance.choices(("Won", "Lost", "Engaging", "Prospecting"), (48, 28, 18, 6))[0]
    engaged = date(2025, 1, 1) + timedelta(days=chance.randrange(300))
    closed = stage in {"Won", "Lost"}
    return {
        "opportunity_id": f"OP{number:06}",
        "sales_agent": chance.choice(list(OFFICES)),
        "product": chance.choice(list(PRODUCTS)),
        "account": f"Account {chance.randrange(40)}" if closed or chance.random() < 0.5 else "",
        "deal_stage": stage,
        "engage_date": "" if stage == "Prospecting" else engaged.isoformat(),
        "close_date": (engaged + timedelta(days=chance.randrange(1, 90))).isoformat() if closed else "",
        "close_value": {"Won": str(chance.randrange(30, 5000)), "Lost": "0"}.get(stage, ""),
    }


def _account(number: int) -> Row:
    return {
        "account": f"Account {number}",
        "sector": "tools",
        "year_established": "1990",
        "revenue": "1.5",
        "employees": "20",
        "office_location": "Norway",
        "subsidiary_of": "",
    }


def _summed(won: list[Row], group: Callable[[Row], str]) -> Mapping[str, tuple[int, int]]:
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for row in won:
        name = group(row)
        counts[name] += 1
        sums[name] += int(row["close_value"])
    return {name: (counts[name], sums[name]) for name in counts}


def _write(path: Path, rows: Iterator[Row]) -> None:
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)
