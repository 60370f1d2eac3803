"""What does a role give, as a table of things and actions?"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from projections.customers.listing import CUSTOMERS
from projections.identity.roles import Role
from projections.sales.listing import DEALS
from services.gateway.pages.rights import words
from shared.listing.listing import Listing

RECORDS = ("see", "create", "edit", "assign", "remove", "export", "import", "bulk")
ACTIONS_OF: Mapping[str, tuple[str, ...]] = {
    "customer": RECORDS,
    "deal": RECORDS,
    "activity": ("see", "create", "edit", "remove", "export", "bulk"),
    "task": ("see", "create", "edit", "assign", "remove", "export", "bulk"),
    "product": ("see", "create", "edit", "remove"),
    "pipeline": ("see", "create", "edit", "remove", "administer"),
    "custom_field": ("see", "administer"),
    "view": ("see", "create", "edit", "remove"),
    "report": ("see",),
    "history": ("see",),
    "import": ("see", "create"),
    "operation": ("see", "administer"),
    "user": ("see", "create", "edit", "assign", "remove", "administer"),
    "team": ("see", "create", "edit", "remove"),
    "branch": ("see", "create", "edit", "remove"),
    "role": ("see", "administer"),
}
ACTIONS = (*RECORDS, "administer")
SHARED = frozenset({"product", "custom_field", "report", "operation", "role"})
"""Of these nothing belongs to anybody: one may, or may not."""
REACHES = ("own", "team", "branch", "all")
RULES = ("read", "hidden")
OPEN = ""
_FIELDS: Mapping[str, Listing] = {"customer": CUSTOMERS, "deal": DEALS}
_NEVER_CLOSED = frozenset({"archived", "discarded", "open", "team"})


class Cell(NamedTuple):
    """One right: what it reaches now, and what can be chosen as (value, words). No choices: no such right."""

    right: str
    reach: str
    choices: tuple[tuple[str, str], ...]


class Line(NamedTuple):
    """One kind of thing and its rights, one for each action."""

    name: str
    cells: tuple[Cell, ...]


class FieldRule(NamedTuple):
    """A field of a kind of record: "" where the role leaves it open."""

    right: str
    title: str
    rule: str


def lines(role: Role) -> Iterator[Line]:
    """The table of a role."""
    for thing, actions in ACTIONS_OF.items():
        cells = tuple(_cell(role, thing, action, action in actions) for action in ACTIONS)
        yield Line(words.THINGS[thing], cells)


def _cell(role: Role, thing: str, action: str, there: bool) -> Cell:
    right = f"{thing}.{action}"
    reach = str(role.grants.get(right, OPEN))
    if not there:
        return Cell(right, reach, ())
    if role.unlimited:
        return Cell(right, "all", (("all", words.REACHES["all"]),))
    if thing in SHARED:
        return Cell(right, reach, ((OPEN, words.NO), (reach or "all", words.YES)))
    return Cell(right, reach, ((OPEN, words.NO), *((each, words.REACHES[each]) for each in REACHES)))


def field_rules(role: Role, custom: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, list[FieldRule]]]:
    """The fields of each kind of record; `custom`: kind → `custom.<key>` → what the company calls it."""
    for thing, listing in _FIELDS.items():
        known = {field.name: field.title for field in listing.fields if field.name not in _NEVER_CLOSED}
        known |= words.FURTHER_FIELDS.get(thing, {}) | dict(custom.get(thing, {}))
        yield (
            words.THINGS[thing],
            [
                FieldRule(f"{thing}.{name}", title, str(role.fields.get(f"{thing}.{name}", OPEN)))
                for name, title in known.items()
            ],
        )
