"""A log with a history, and a DuckDB to ask questions of what was exported."""

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest
from sqlalchemy import Engine

from tests.replay.history import fill

Ask = Callable[[str], list[Any]]
DEALS = 300

IN_THE_LOG = """
    select position, stream_id::text, version, type, schema_version,
        (extract(epoch from occurred_at) * 1000000)::bigint,
        (extract(epoch from recorded_at) * 1000000)::bigint,
        actor, branch, source, command_id::text, correlation_id::text, causation_id::text,
        convert_from(payload, 'UTF8')
    from log.events order by position"""
EXPORTED = """
    select position, stream_id::text, version, type, schema_version, epoch_us(occurred_at::timestamptz),
        epoch_us(recorded_at::timestamptz), actor, branch, source, command_id::text, correlation_id::text,
        causation_id::text, data::text
    from {} order by position"""


@pytest.fixture(scope="module")
def history(module_database: Engine) -> Engine:
    """A database whose log holds 300 deals and 30 customers: 1,230 events."""
    fill(module_database, DEALS)
    return module_database


@pytest.fixture(scope="module")
def url(history: Engine) -> str:
    return history.url.render_as_string(hide_password=False)


@pytest.fixture
def ask() -> Iterator[Ask]:
    """SQL of DuckDB in, rows out."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        yield lambda sql: connection.execute(sql).fetchall()


def in_the_log(engine: Engine) -> list[tuple[object, ...]]:
    """Every event as the log has it."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(IN_THE_LOG)]
