"""What does a sender see when the database goes away?"""

from typing import cast

import psycopg2
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from shared.database import connect
from shared.log.log import Log
from shared.log.session import run
from tests.log.facts import commit


def test_sessions_that_died_in_the_pool_are_replaced_unnoticed(database: Engine) -> None:
    engine = connect(database.url.render_as_string(hide_password=False), application_name="doomed")
    log, one = Log(engine), commit()
    idle = [engine.raw_connection() for _ in range(3)]
    for connection in idle:
        connection.close()
    with database.connect() as other:
        other.exec_driver_sql(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
            " where application_name = 'doomed' and datname = current_database()"
        )

    [receipt] = log.append([one])

    assert [record.position for record in log.stream(one.stream_id)] == [receipt.position]
    engine.dispose()


def test_a_database_that_cannot_be_reached_is_told_from_a_lost_answer(database: Engine) -> None:
    nowhere = connect("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(OperationalError):
        Log(nowhere).append([commit()])
    with pytest.raises(psycopg2.OperationalError):
        run(database, "select pg_terminate_backend(pg_backend_pid())")


def test_no_session_that_commits_by_itself_goes_back_to_the_pool(database: Engine) -> None:
    engine = connect(database.url, pool_size=1)
    with pytest.raises(ValueError, match="NUL"):
        run(engine, "select %s::text", ("a\0b",))
    with engine.connect() as connection:  # which rolls back at its end
        connection.exec_driver_sql("create table half_written ()")
    assert run(engine, "select to_regclass('half_written')") == [(None,)]
    engine.dispose()


def test_a_cancelled_append_leaves_no_lock_behind(database: Engine) -> None:
    engine = connect(database.url.update_query_dict({"options": "-c statement_timeout=50"}))
    with pytest.raises(psycopg2.errors.QueryCanceled):
        run(engine, "select pg_advisory_lock(7), pg_sleep(5)")
    assert run(engine, "select count(*) from pg_locks where locktype = 'advisory' and objid = 7") == [(0,)]
    engine.dispose()


def test_a_statement_without_end_is_cancelled_and_a_silent_server_is_noticed(database: Engine) -> None:
    engine = connect(database.url, statement_seconds=0.05)
    with pytest.raises(OperationalError, match="statement timeout"), engine.connect() as connection:
        connection.exec_driver_sql("select pg_sleep(5)")
    driver = cast(psycopg2.extensions.connection, engine.raw_connection().dbapi_connection)
    assert driver.info.dsn_parameters["tcp_user_timeout"] == "30000"
    assert driver.info.dsn_parameters["keepalives_idle"] == "15"
    engine.dispose()
