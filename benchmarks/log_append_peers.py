"""What else can append the same events: the library's own recorder, and pgbench that inserts the bare row?"""

import re
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import make_url

from benchmarks.writers import SECONDS, Append
from shared.servers.postgres_binaries import preferred

LIBRARY = "eventsourcing.postgres"
PGBENCH = "pgbench"
STATE_BYTES = 340

# Named columns of the log, the same keys and indexes; its position comes from the sequence.
_ROW = """insert into log.events (stream_id, version, type, schema_version, occurred_at, actor, branch,
    source, command_id, command_seq, command_digest, correlation_id, payload)
    values (gen_random_uuid(), 1, 'log_append.Measured', 1, clock_timestamp(), 'anna', 'north', 'web',
        gen_random_uuid(), 0, 1, gen_random_uuid(), '{state}'::bytea);"""


def create_library_table(url: str) -> None:
    """The table of the library's recorder."""
    _recorder(url).create_table()


def library(url: str, events: int) -> Append:
    """One append of the library's recorder."""
    from eventsourcing.persistence import StoredEvent

    recorder = _recorder(url)

    def append() -> int:
        stream_id, state = uuid4(), b"x" * STATE_BYTES
        recorder.insert_events(
            [
                StoredEvent(stream_id, version, "log_append.Measured", state)
                for version in range(1, events + 1)
            ]
        )
        return events

    return append


def _recorder(url: str) -> Any:
    # Needs psycopg 3, which only the benchmark installs.
    from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

    address = make_url(url)
    host = str(address.query.get("host", address.host))
    who = address.username or "", address.password or ""
    return PostgresApplicationRecorder(
        PostgresDatastore(address.database or "", host, address.port or 5432, *who)
    )


def pgbench(url: str, clients: int, folder: Path) -> float:
    """Rows a second of pgbench, one in each transaction, by a prepared statement."""
    script, address = folder / "row.sql", make_url(url)
    script.write_text(_ROW.format(state="x" * STATE_BYTES).replace("\n", " "))
    where = ["-h", str(address.query["host"]), "-U", address.username or "", address.database or ""]
    how = ["-n", "-M", "prepared", "-f", str(script), "-c", str(clients), "-j", "2", "-T", f"{SECONDS:.0f}"]
    done = subprocess.run(
        [preferred().folder / "pgbench", *how, *where], capture_output=True, text=True, check=True
    )
    return float(re.findall(r"tps = ([\d.]+)", done.stdout)[0])
