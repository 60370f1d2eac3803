"""How does a right narrow a query?"""

from typing import Any, NamedTuple


class Part(NamedTuple):
    """Some of the rows a condition lets through: for each `one` of a set, those of one owner or branch.

    ones:  SQL of the set, such as `unnest(cast(:deal_branches as text[]))`.
    where: SQL about a row and `reached.one`.
    """

    ones: str
    where: str


class Condition(NamedTuple):
    """What stands in a `where`, and the values it binds.

    apart: the same rows in parts that do not overlap, so that the first rows of each owner and branch can be
           read in order through an index of their own; none where nothing would be gained.
    """

    sql: str
    parameters: dict[str, Any]
    apart: tuple[Part, ...] = ()


EVERYTHING = Condition("true", {})
NOTHING = Condition("false", {})
