"""A shop's files, a mapping for each, and services in this process to import them into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services import product
from services.importing.chosen_files import matched
from services.importing.mapping_file import load_mappings
from services.importing.report import Report
from services.importing.runner import Import
from shared.blocking import Blocking
from shared.local_bus import LocalBus
from shared.log.log import Log

MAPPINGS = Path(__file__).parent / "mappings"

SHOP = {
    "team.csv": "Name,Boss,Place\n李娜,王磊,华东\nAnna Berg,Olaf Lind,Europe\n",
    "goods.csv": "Good,Family,Price\nLamp,Light,120\nDesk Pro,Office,900\n",
    "buyers.csv": 'Company,Trade,Since\n"Müller, Söhne",retail,1990\n恒达商贸,retial,2004\n',
    "deals.csv": (
        "No,Who,What,Buyer,State,Begun,Ended,Worth\n"
        'D1,李娜,Lamp,恒达商贸,Won,2025-01-10,2025-02-20,"1,110.50"\n'
        'D2,Anna Berg,DeskPro,"Müller, Söhne",Lost,2025-01-12,2025-03-01,0\n'
        "D3,李娜,Lamp,,Engaging,2025-02-01,,\n"
        "D4,Anna Berg,Lamp,恒达商贸,Prospecting,,,\n"
    ),
}

Run = Callable[..., Report]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with the shop's four files."""
    folder = tmp_path / "shop"
    folder.mkdir()
    for name, text in SHOP.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def log(database: Engine) -> Log:
    return Log(database)


@pytest.fixture
def bus(log: Log) -> Iterator[Blocking]:
    blocking = Blocking(LocalBus(product.applications(log)))
    yield blocking
    blocking.close()


@pytest.fixture
def run(log: Log, bus: Blocking, tmp_path: Path) -> Run:
    """Import a file or folder with the shop's mappings."""

    def import_(path: Path, *, dry_run: bool = False) -> Report:
        files = matched(load_mappings(MAPPINGS), path)
        return Import(files, log, None if dry_run else bus, tmp_path / "errors").run()

    return import_
