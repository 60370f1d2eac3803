"""Can a database be made a log by anybody, at any time, any number of times?"""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from shared.database import WrongUrl, connect, normalized
from shared.log.log import Log
from shared.log.roles import RolesMissing, role_of
from shared.log.schema import migrate
from tests.log.facts import commit


def test_migrating_again_and_at_once_changes_nothing(database: Engine) -> None:
    kept = commit()
    Log(database).append([kept])
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(migrate, database, ["customers", "sales", "support"]) for _ in range(8)]:
            done.result()
    assert len(Log(database).stream(kept.stream_id)) == 1


def test_a_log_of_an_earlier_release_is_brought_up_to_date(database: Engine) -> None:
    kept = commit(source="import")
    Log(database).append([kept])
    with database.begin() as connection:
        connection.exec_driver_sql(
            "drop index log.events_traces, log.events_recorded, log.events_causes, log.events_people"
        )
        connection.exec_driver_sql(
            "drop function log.has_version, log.draw, log.draw_block, log.keep_snapshot, log.reserve,"
            " log.partition_of, log.slice_of"
        )
        connection.exec_driver_sql(_NEWEST_APPEND)
        connection.exec_driver_sql("drop table log.stream_snapshots, log.tries")
        connection.exec_driver_sql("alter table log.relay_cursor drop column previous")
        connection.exec_driver_sql("update log.schema_versions set version_num = '0001'")
    migrate(database, ["sales"])
    Log(database).append([commit(), commit()])
    Log(database).append([commit(stream_id=kept.stream_id, after=1)])
    assert Log(database).touched(kept.header.correlation_id) == [kept.stream_id]


_NEWEST_APPEND = """
    do $$ begin
        execute (select 'drop function ' || oid::regprocedure from pg_proc
                 where proname = 'append' and pronamespace = 'log'::regnamespace and proargnames[1] = 'each');
    end $$"""


def test_what_an_import_touched_is_found_last_first_and_nothing_else(database: Engine) -> None:
    log, import_id = Log(database), uuid4()
    first, then = (
        commit(source="import", correlation_id=import_id),
        commit(source="automation", correlation_id=import_id),
    )
    for each in (first, then, commit(source="web", correlation_id=import_id), commit(source="import")):
        log.append([each])
    assert log.touched(import_id) == [then.stream_id, first.stream_id]


def test_a_login_that_may_not_create_roles_is_told_what_to_do(database: Engine) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("drop role if exists modest")
        connection.exec_driver_sql("create role modest login")
    url = database.url.set(username="modest").render_as_string(hide_password=False)
    modest = connect(url)
    with pytest.raises(RolesMissing, match='ALTER ROLE "modest" CREATEROLE'):
        migrate(modest, ["sales", "unheard_of"])
    modest.dispose()


def test_an_owner_without_superuser_rights_suffices(database: Engine) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("drop role if exists keeper")
        connection.exec_driver_sql("create role keeper login createrole createdb")
        if database.dialect.server_version_info >= (16,):  # type: ignore[operator]
            for role in ("hindsight_lending", "hindsight_projector", "hindsight_reader"):
                connection.exec_driver_sql(
                    f"do $$ begin create role {role}; exception when duplicate_object then end $$"
                )
                connection.exec_driver_sql(f"grant {role} to keeper with admin option")
    owner = connect(database.url.set(username="keeper", database="postgres"))
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("create database kept")
    kept = connect(database.url.set(username="keeper", database="kept"))
    try:
        migrate(kept, ["lending"])
        migrate(kept, ["lending"])
        Log(kept).append([commit()])
    finally:
        kept.dispose()
        with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("drop database kept with (force)")
        owner.dispose()


@pytest.mark.parametrize("name", ["Sales", "sales; drop", "", "vertrieb-süd"])
def test_a_context_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="no context name"):
        role_of(name)


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_postgresql_url_is_spoken_through_psycopg2(url: str) -> None:
    assert normalized(url).drivername == "postgresql+psycopg2"


@pytest.mark.parametrize("url", ["mysql://u@h/d", "nonsense"])
def test_another_database_is_refused(url: str) -> None:
    with pytest.raises(WrongUrl):
        connect(url)
