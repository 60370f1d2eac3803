"""A company of a million customers and a million deals, in branches of every size."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from projections.activities.last_contacts import last_contacts
from projections.customers.directory_fold import customer_directory
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales.deal_list import deal_list
from projections.sales.products import product_catalogue
from shared.projection import Projection
from shared.projector.prepare import prepare
from shared.rights.levels import Level
from shared.rights.principal import Principal, Rights

ROWS = 1_000_000
SALESPEOPLE = 1_000
TEAM = 8
_READ: tuple[Projection, ...] = (
    last_contacts,
    customer_directory,
    colleagues_of_all,
    all_teams,
    deal_list,
    product_catalogue,
)
# Branch b1 has one record in a hundred, b10 one in ten; the others share the rest.
_BRANCH = "case when n % 100 = 7 then 'b1' when n % 10 = 3 then 'b10' else 'r' || n % 50 end"
_OWNER = f"lpad(to_hex(n % {SALESPEOPLE} + 1), 32, '0')::uuid"
_WHEN = "timestamptz '2020-01-01' + n * interval '1 minute'"
_PEOPLE = {"user_id": "lpad(to_hex(n), 32, '0')::uuid", "name": "'Person ' || n", "branch": _BRANCH}
_CUSTOMERS = {
    "customer_id": "md5('c' || n)::uuid",
    "kind": "'organization'",
    "name": "'Company ' || md5(n::text)",
    "sort_key": "md5(n::text)",
    "owner_id": _OWNER,
    "branch": _BRANCH,
    "registered_at": _WHEN,
    "tokens": "array_to_tsvector(array['company'])",
    "sector": "'s' || n % 7",
    "lifecycle": "'prospect'",
}
_DEALS = {
    "deal_id": "md5('d' || n)::uuid",
    "title": "'Deal ' || n",
    "customer_id": "md5('c' || n)::uuid",
    "owner_id": _OWNER,
    "branch": _BRANCH,
    "stage": "'proposal'",
    "amount": "n % 9973",
    "currency": "'CNY'",
    "probability": "50",
    "opened_at": _WHEN,
}
_COLUMNS = text("""
    select a.attname, format_type(a.atttypid, null) from pg_attribute a
    where a.attrelid = cast(:table as regclass) and a.attnum > 0 and a.attnotnull and not a.attisdropped""")
_USUAL = {
    "boolean": "false",
    "integer": "1",
    "bigint": "1",
    "numeric": "0",
    "uuid": "'00000000-0000-0000-0000-000000000001'::uuid",
    "timestamp with time zone": _WHEN,
    "jsonb": "'{}'::jsonb",
    "text": "''",
}


def fill(engine: Engine) -> None:
    """Make the company; its read models are written as they would stand after a rebuild."""
    tables = {table.projection.name: table.name for table in prepare(engine, _READ)}
    with engine.begin() as connection:
        _insert(connection, tables["colleagues"], SALESPEOPLE, _PEOPLE)
        _insert(connection, tables["customer_directory"], ROWS, _CUSTOMERS)
        _insert(connection, tables["deal_list"], ROWS, _DEALS)
        connection.execute(text("analyze"))


def _insert(connection: Connection, table: str, rows: int, values: Mapping[str, str]) -> None:
    needed = connection.execute(_COLUMNS, {"table": table})
    values = {name: _USUAL.get(type_, "'{}'") for name, type_ in needed} | dict(values)
    connection.execute(
        text(f"""
        insert into {table} ({", ".join(values)})
        select {", ".join(values.values())} from generate_series(1, {rows}) n""")
    )


def somebody(level: Level, branch: str = "b1") -> Principal:
    """Somebody who sees customers and deals as far as this."""
    rights = Rights(levels={f"{thing}.see": level for thing in ("customer", "deal")})
    team = tuple(UUID(int=number) for number in range(1, TEAM + 1))
    return Principal(
        user_id=team[0], name="Li", branch=branch, branches=(branch,), colleagues=team, rights=rights
    )
