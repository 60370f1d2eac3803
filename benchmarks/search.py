"""How long does the search over every kind of record take, for who sees everything and who sees little?"""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from uuid import UUID, uuid5

from sqlalchemy import Connection, Engine

from benchmarks.figure import Figure, bounded
from projections.history.record_index import find, record_index
from projections.history.record_row import RecordRow
from services import product
from services.operations.demo import words
from services.operations.demo.names import full_name
from shared.database import connect
from shared.log.schema import migrate
from shared.projector.prepare import create, index
from shared.projector.table import Table
from shared.rebuild.copying import copy
from shared.rights.levels import Level
from shared.rights.principal import SYSTEM, Principal, Rights
from shared.search import tokens
from shared.servers.postgres_cluster import PrivateCluster

RECORDS = int(os.environ.get("HINDSIGHT_BENCH_RECORDS", "1000000"))
"""So many customers, and as many deals."""
GOAL = 100
SEARCHES = (
    *("张伟", "zw", "zhang", "上海", "kel", "a", "li", "李", "138", "13800001234", "keller@qq.com"),
    *("keller pro", "zhang plus", "nobody here"),
)
ROUNDS = 15
DOMAINS = ("qq.com", "163.com", "gmail.com", "outlook.com", "kan-code.cn")
PRODUCTS = tuple(f"{series} {kind}" for series in words.LAST[:12] for kind in ("Basic", "Plus", "Pro"))
LATIN = tuple(name.lower() for name in words.LAST)
OWNERS, BRANCHES = 2_000, 40


def run() -> list[Figure]:
    """p95 over words that are common, rare, short, Chinese, pinyin, numbers and addresses."""
    with _database() as engine, engine.begin() as connection:
        _fill(connection)
        return [
            _figure(connection, "who sees everything", SYSTEM),
            _figure(connection, "who sees one branch", _reader(Level.BRANCH)),
            _figure(connection, "who sees only their own", _reader(Level.OWN)),
        ]


def _figure(connection: Connection, whose: str, who: Principal) -> Figure:
    taken = [_seconds(connection, asked, who) for _ in range(ROUNDS) for asked in SEARCHES]
    work = f"search over {2 * RECORDS:,} records, {whose}, p95"
    return bounded(work, quantiles(taken, n=20)[-1] * 1000, "ms", GOAL, kind="at most")


def _seconds(connection: Connection, asked: str, who: Principal) -> float:
    started = time.perf_counter()
    find(connection, asked, who)
    return time.perf_counter() - started


def _reader(level: Level) -> Principal:
    levels = {f"{thing}.see": level for thing in ("customer", "deal", "task", "activity", "group")}
    return Principal(
        user_id=_owner(7),
        name="",
        branch="branch 7",
        branches=("branch 7",),
        colleagues=(_owner(7),),
        rights=Rights(levels=levels),
    )


def _fill(connection: Connection) -> None:
    table = Table(record_index)
    create(connection, table)
    copy(connection, table, _rows())
    index(connection, table)
    connection.exec_driver_sql(f"create view read.record_index as select * from {table.name}")
    connection.exec_driver_sql(f"analyze {table.name}")


def _rows() -> Iterator[RecordRow]:
    draw = random.Random(1)
    pool = [(name, tokens(name)) for name in _names(draw)]
    for number in range(RECORDS):
        name, named = draw.choice(pool)
        phone = f"+86 1{draw.randrange(30, 99)}{draw.randrange(10**8):08}"
        reached = [phone, f"{draw.choice(LATIN)}.{number}@{draw.choice(DOMAINS)}"]
        found = [*named, *(token for each in reached for token in tokens(each))]
        yield _row(2 * number, "customer", name, found, reached)
        product = draw.choice(PRODUCTS)
        found = [*named, *tokens(product), str(number)]
        yield _row(2 * number + 1, "deal", f"{name} {product} {number}", found, [])


def _row(number: int, thing: str, title: str, found: list[str], reached: list[str]) -> RecordRow:
    owner, branch = _owner(number % OWNERS), f"branch {number % BRANCHES}"
    return RecordRow(UUID(int=number), thing, title, "", sorted(set(found)), [], owner, branch, None, reached)


def _names(draw: random.Random) -> list[str]:
    return [full_name(draw, draw.choice(("zh", "en"))).written for _ in range(60_000)]


def _owner(number: int) -> UUID:
    return uuid5(UUID(int=0), f"owner {number}")


@contextmanager
def _database() -> Iterator[Engine]:
    with TemporaryDirectory(prefix="hindsight-bench-") as folder:
        Path(folder).chmod(0o755)
        cluster = PrivateCluster(Path(folder) / "postgres")
        cluster.start()
        engine = connect(cluster.url)
        migrate(engine, product.names())
        yield engine
        engine.dispose()
        cluster.stop()
