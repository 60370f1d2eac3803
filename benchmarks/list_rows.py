"""With how many customers and deals are the lists filled? Written as rows: what is measured is reading."""

from sqlalchemy import Engine, text

from events.pipelines import DEFAULT_PIPELINE
from projections.customers.directory_fold import customer_directory
from projections.identity.colleagues import colleagues_of_all
from projections.sales.deal_list import deal_list
from shared.projection import Projection
from shared.projector.table import Table

OWNERS, BRANCHES = 400, 40
_OWNER = f"md5('user ' || (i % {OWNERS}))::uuid"
_COLLEAGUES = {
    "user_id": "md5('user ' || i)::uuid",
    "name": "'Colleague ' || lpad((i * 7 % 1000)::text, 4, '0')",
    "branch": f"'B' || (i % {BRANCHES})",
}
_CUSTOMERS = {
    "customer_id": "md5('customer ' || i)::uuid",
    "kind": "case when i % 4 = 0 then 'person' else 'organization' end",
    "name": "'Company ' || i",
    "sort_key": "'company ' || lpad((i * 7919 % 10000019)::text, 8, '0')",
    "owner_id": _OWNER,
    "branch": f"'B' || (i % {OWNERS} % {BRANCHES})",
    "registered_at": "now() - (i * 7 % 1000003) * interval '2 minutes'",
    "tokens": "array_to_tsvector(array['company', i::text])",
    "version": "1",
    "sector": "case when i % 3 > 0 then 'sector ' || (i % 30) end",
    "country": "case when i % 5 > 0 then 'country ' || (i % 20) end",
    "lifecycle": "(array['prospect', 'prospect', 'customer', 'loyal', 'lost'])[1 + i % 5]",
    "emails": "array['c' || i || '@example.com']",
    "tags": "case when i % 50 = 0 then array['vip'] else '{}' end",
}
_DEALS = {
    "deal_id": "md5('deal ' || i)::uuid",
    "title": "'Deal ' || (i * 7919 % 10000019)",
    "customer_id": "md5('customer ' || i)::uuid",
    "owner_id": _OWNER,
    "branch": f"'B' || (i % {OWNERS} % {BRANCHES})",
    "stage": "(array['proposal', 'won', 'won', 'lost'])[1 + i % 4]",
    "amount": "1000 + (i * 31 % 90000)",
    "currency": "(array['CNY', 'CNY', 'USD', 'EUR'])[1 + i % 4]",
    "probability": "(array[10, 30, 50, 70, 45])[1 + i % 5]",
    "expected_close_on": "case when i % 3 > 0 then current_date + (i % 400)::int - 200 end",
    "opened_at": "now() - (i * 7 % 1000003) * interval '2 minutes'",
    "stage_since": "now() - (i * 11 % 1000003) * interval '1 minute'",
    "version": "1",
    "pipeline_id": f"'{DEFAULT_PIPELINE}'::uuid",
    "closed_on": "case when i % 4 > 0 then current_date - (i % 900)::int end",
}
_EMPTY = {
    "jsonb": "'{}'::jsonb",
    "text": "''",
    "boolean": "false",
    "bigint": "0",
    "text[]": "'{}'::text[]",
    "uuid[]": "'{}'::uuid[]",
}


def fill(engine: Engine, rows: int) -> None:
    """As many customers and as many deals, of some hundred colleagues."""
    _insert(engine, colleagues_of_all, _COLLEAGUES, OWNERS)
    _insert(engine, customer_directory, _CUSTOMERS, rows)
    _insert(engine, deal_list, _DEALS, rows)


def _insert(engine: Engine, projection: Projection, values: dict[str, str], rows: int) -> None:
    table = Table(projection)
    given = {
        each.name: values.get(each.name.strip('"'), _EMPTY.get(each.stored, "null"))
        for each in table.columns
        if each.name.strip('"') in values or not each.nullable
    }
    names, found = ", ".join(given), ", ".join(given.values())
    with engine.begin() as connection:
        series = "generate_series(1, cast(:rows as bigint)) i"
        made = text(f"insert into {table.name} ({names}) select {found} from {series}")
        connection.execute(made, {"rows": rows})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"vacuum analyze {table.name}")
