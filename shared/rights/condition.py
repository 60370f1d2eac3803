"""How does a right narrow a query?"""

from typing import Any, NamedTuple


class Condition(NamedTuple):
    """What stands in a `where`, and the values it binds."""

    sql: str
    parameters: dict[str, Any]


EVERYTHING = Condition("true", {})
NOTHING = Condition("false", {})
