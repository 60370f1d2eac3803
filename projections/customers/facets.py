"""Which branches and sectors do the customers have, to choose from?"""

from sqlalchemy import Connection, text

_FIELDS = ("branch", "sector")
# From one value to the next through the index: as many steps as there are values, not customers.
_VALUES = """
    with recursive found(value) as (
        select min({field}) from read.customer_directory where {field} > ''
        union all
        select (select min({field}) from read.customer_directory where {field} > found.value)
        from found where found.value is not null
    )
    select value from found where value is not null limit 200"""
_STATEMENTS = {field: text(_VALUES.format(field=field)) for field in _FIELDS}


def branches(connection: Connection) -> list[str]:
    """Every branch that has a customer."""
    return list(connection.execute(_STATEMENTS["branch"]).scalars())


def sectors(connection: Connection) -> list[str]:
    """Every sector some customer is in, the first 200 of them."""
    return list(connection.execute(_STATEMENTS["sector"]).scalars())
