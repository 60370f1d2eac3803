"""Where do the benchmarks of pages find a company that has worked for years, and people who are signed in?"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import text

from benchmarks.access import authorization
from benchmarks.http_servers import HINDSIGHT, listening
from events.sign_in import FOUNDER, session_id
from services.identity.application import identity
from services.identity.secrets import bearer
from services.identity.sign_in_commands import BeginSession
from shared.application import Application
from shared.database import connect
from shared.log.log import Log
from shared.records import Header
from shared.servers.postgres_cluster import PrivateCluster

EVENTS = int(os.environ.get("HINDSIGHT_BENCH_EVENTS", "300000"))
"""How much has happened: sixteen million events make a million customers and nearly two million deals."""
FOLDER = os.environ.get("HINDSIGHT_BENCH_FOLDER")
"""A folder that keeps the company for the next time."""
COOKIE = "__Host-hindsight-session"


class Company(NamedTuple):
    """A server over a filled installation, and its database."""

    url: str
    database: str
    customers: int
    deals: int


@contextmanager
def company() -> Iterator[Company]:
    """Hindsight in one process over a company of EVENTS events."""
    with _folder() as folder:
        cluster = PrivateCluster(folder / "postgres")
        cluster.start()
        try:
            _filled(cluster.url, folder)
            given = {"HINDSIGHT_DATABASE_URL": cluster.url, "HINDSIGHT_DATA_DIR": str(folder)}
            with listening(*HINDSIGHT, "serve", "--port", "0", "--json", **given) as url:
                yield Company(url, cluster.url, *_counts(cluster.url))
        finally:
            cluster.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    if FOLDER:
        Path(FOLDER).mkdir(parents=True, exist_ok=True)
        yield Path(FOLDER)
        return
    with TemporaryDirectory(prefix="hindsight-bench-") as folder:
        yield Path(folder)


def _filled(url: str, folder: Path) -> None:
    done = folder / f"filled-{EVENTS}"
    if done.exists():
        return
    given = os.environ | {"HINDSIGHT_DATABASE_URL": url, "HINDSIGHT_DATA_DIR": str(folder)}
    for command in (("migrate",), ("demo", "--events", str(EVENTS)), ("projections", "rebuild")):
        step = [sys.executable, *HINDSIGHT, *command]
        subprocess.run(step, env=given, check=True, stdout=subprocess.DEVNULL)
    authorization(url)
    engine = connect(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    engine.dispose()
    done.touch()


def _counts(url: str) -> tuple[int, int]:
    engine = connect(url)
    with engine.connect() as connection:
        counts = [
            connection.execute(text(f"select count(*) from read.{table}")).scalar_one()
            for table in ("customer_directory", "deal_list")
        ]
    engine.dispose()
    return counts[0], counts[1]


def sessions(url: str, count: int) -> list[str]:
    """Cookies of so many sessions: the first is the administrator's, the others are sellers' in turn."""
    engine = connect(url)
    with engine.connect() as connection:
        sellers = list(connection.execute(text("select user_id from read.colleagues where active")).scalars())
    people = [FOUNDER, *(sellers[number % len(sellers)] for number in range(count - 1))]
    service = identity(Log(engine))
    found = [_begun(service, person) for person in people]
    engine.dispose()
    return found


def _begun(service: Application, user_id: UUID) -> str:
    secret = bearer.new_secret()
    digest = bearer.digest(secret)
    session = BeginSession(
        session_id=session_id(digest),
        user_id=user_id,
        secret_digest=digest,
        means="password",
        second_factor=False,
        address="127.0.0.1",
        device="benchmark",
        ends_at=datetime.now(UTC) + timedelta(days=1),
    )
    header = Header(command_id=uuid4(), correlation_id=uuid4(), actor="hindsight", branch="", source="cli")
    service.handle(session, header)
    return f"{COOKIE}={secret}"
