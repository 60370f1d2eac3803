"""Does an import that is killed, or whose services go away, end with the same records?"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, text

from services.importing.chosen_files import matched
from services.importing.mapping_file import load_mappings
from services.importing.runner import Import
from shared.blocking import Blocking
from shared.commands import Command
from shared.importing import record_id
from shared.log.log import Log
from shared.records import Header, Receipt
from shared.refusals import OutcomeUnknown, Refused, Unavailable
from tests.importing.conftest import MAPPINGS, Run

DEALS = 3_000
DEADLINE = 60.0

PROGRAM = """
import sys
from pathlib import Path
from services import product
from services.importing.mapping_file import load_mappings
from services.importing.chosen_files import matched
from services.importing.runner import Import
from shared.blocking import Blocking
from shared.database import connect
from shared.local_bus import LocalBus
from shared.log.log import Log

url, mappings, shop = sys.argv[1:]
log = Log(connect(url))
bus = Blocking(LocalBus(product.applications(log)))
Import(matched(load_mappings(Path(mappings)), Path(shop)), log, bus, Path(shop) / "errors").run()
"""


def many_deals(shop: Path) -> None:
    with (shop / "deals.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"M{n},李娜,Lamp,恒达商贸,Won,2025-01-10,2025-02-20,100\n" for n in range(DEALS))


def count(database: Engine, type_: str) -> int:
    with database.connect() as connection:
        statement = text("select count(*) from log.events where type = :type")
        return int(connection.execute(statement, {"type": type_}).scalar_one())


def start_import(database: Engine, shop: Path) -> subprocess.Popen[bytes]:
    url = database.url.render_as_string(hide_password=False)
    program = [sys.executable, "-c", PROGRAM, url, str(MAPPINGS), str(shop)]
    return subprocess.Popen(program, cwd=Path(__file__).parents[2])


def test_an_import_killed_halfway_continues_where_it_stopped(
    shop: Path, run: Run, database: Engine, log: Log
) -> None:
    many_deals(shop)
    process, ends = start_import(database, shop), time.monotonic() + DEADLINE
    while count(database, "sales.DealWon") < 500 and time.monotonic() < ends:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = count(database, "sales.DealWon")
    assert 500 <= done < DEALS, "the import was not killed halfway"
    deals = run(shop).files[5]
    assert (deals.created + deals.unchanged, deals.unchanged >= done - 1) == (DEALS + 4, True)
    assert count(database, "sales.DealOpened") == DEALS + 4
    assert count(database, "sales.DealWon") == DEALS + 1
    assert {len(log.stream(record_id("deal", f"M{n}"))) for n in (0, DEALS // 2, DEALS - 1)} == {4}


class Stumbling:
    """A bus that now loses a batch before it is sent, now its answer after it was carried out."""

    def __init__(self, bus: Blocking) -> None:
        self._bus = bus
        self._calls = 0

    def call_many(
        self, commands: Sequence[tuple[Command, Header]], deadline: float = 30.0
    ) -> list[Receipt | Refused]:
        self._calls += 1
        if self._calls % 3 == 1:
            raise Unavailable(service="sales")
        answers = self._bus.call_many(commands, deadline)
        if self._calls % 3 == 2:
            raise OutcomeUnknown(service="sales")
        return answers


def test_lost_batches_and_lost_answers_are_repeated_without_doubling_anything(
    shop: Path, log: Log, bus: Blocking, database: Engine
) -> None:
    files = matched(load_mappings(MAPPINGS), shop)
    report = Import(files, log, Stumbling(bus), shop / "errors").run()
    assert [(file.created, file.rejected) for file in report.files] == [
        *[(2, 0)] * 5,
        (4, 0),
    ]
    assert count(database, "sales.DealOpened") == 4
