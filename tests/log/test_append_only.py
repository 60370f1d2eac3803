"""Can anybody change the past, or write another context's events?"""

import pytest
from psycopg2.errors import InsufficientPrivilege
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError

from events.sales import DealRenamed
from shared.database import connect
from shared.log.log import Log
from tests.log.facts import commit


def acting_as(database: Engine, role: str) -> Engine:
    return connect(database.url.render_as_string(hide_password=False), role=role)


@pytest.mark.parametrize(
    "change", ["update log.events set actor = 'eve'", "delete from log.events", "truncate log.events"]
)
def test_not_even_the_owner_changes_the_past(database: Engine, change: str) -> None:
    kept = commit()
    Log(database).append([kept])
    with pytest.raises(ProgrammingError, match="append-only"), database.begin() as connection:
        connection.exec_driver_sql(change)
    assert len(Log(database).stream(kept.stream_id)) == 1


def test_a_service_appends_its_own_events(database: Engine) -> None:
    engine = acting_as(database, "hindsight_sales")
    own = commit(DealRenamed(title="100 chairs"))
    Log(engine).append([own])
    assert len(Log(engine).stream(own.stream_id)) == 1
    engine.dispose()


@pytest.mark.parametrize("role", ["hindsight_customers", "hindsight_projector", "hindsight_reader"])
def test_no_other_role_appends_events_of_sales(database: Engine, role: str) -> None:
    engine = acting_as(database, role)
    foreign = commit(DealRenamed(title="100 chairs"))
    with pytest.raises(InsufficientPrivilege):
        Log(engine).append([foreign])
    assert Log(engine).stream(foreign.stream_id) == []
    engine.dispose()


def test_a_service_deletes_nothing(database: Engine) -> None:
    engine = acting_as(database, "hindsight_sales")
    with pytest.raises(ProgrammingError, match="permission denied"), engine.begin() as connection:
        connection.exec_driver_sql("delete from log.events")
    engine.dispose()
