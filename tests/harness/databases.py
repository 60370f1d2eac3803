"""How does each test get an empty, migrated database at once? Copied from a template made once per run."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import Engine, make_url

from services import product
from shared.database import connect
from shared.log.schema import migrate

TEMPLATE = "hindsight_template"
_numbers = count(1)


def make_template(server_url: str) -> None:
    """Migrate a database all others of this server are copied from."""
    _execute(server_url, f"create database {TEMPLATE}")
    engine = connect(url_of(server_url, TEMPLATE))
    migrate(engine, product.names())
    engine.dispose()


@contextmanager
def fresh_database(server_url: str) -> Iterator[Engine]:
    """A migrated database nobody has written to; dropped afterwards."""
    name = f"test_{next(_numbers)}"
    _execute(server_url, f"create database {name} template {TEMPLATE} strategy file_copy")
    engine = connect(url_of(server_url, name), pool_size=20)
    try:
        yield engine
    finally:
        engine.dispose()
        _execute(server_url, f"drop database {name} with (force)")


def url_of(server_url: str, database: str) -> str:
    """The address of another database of the same server."""
    return make_url(server_url).set(database=database).render_as_string(hide_password=False)


def _execute(server_url: str, statement: str) -> None:
    engine = connect(server_url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
