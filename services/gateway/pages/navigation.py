"""Where can one go from every page, and which pages of settings are there?

A page plugs in with one NavigationItem: into NAVIGATION, or into SETTINGS for one below /settings.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection

from services.gateway.pages.counts import open_deals, open_tasks
from shared.marks import N_
from shared.rights.levels import Level
from shared.rights.principal import Principal

Right = tuple[str, str]


class NavigationItem(NamedTuple):
    """A page everybody can go to who has the right (`("customer", "see")`; None is everybody).

    group: items of one group stand together; keys: pressed one after the other they lead here.
    todo: the number beside it, cheap to ask on every page; tab: it stands at the bottom of a phone.
    """

    name: str
    address: str
    title: str
    icon: str
    right: Right | None = None
    group: str = ""
    keys: tuple[str, ...] = ()
    tab: bool = False
    todo: Callable[[Connection, Principal], int] | None = None


class Place(NamedTuple):
    """An item as it stands on a page."""

    item: NavigationItem
    todo: int | None


NAVIGATION = (
    NavigationItem("home", "/", N_("Home"), "house", group="work", keys=("g", "h"), tab=True),
    NavigationItem(
        "customers", "/customers", N_("Customers"), "users", ("customer", "see"), "work", ("g", "c"), True
    ),
    NavigationItem(
        "deals", "/deals", N_("Deals"), "square-kanban", ("deal", "see"), "work", ("g", "d"), True, open_deals
    ),
    NavigationItem(
        "tasks", "/tasks", N_("Tasks"), "list-todo", ("task", "see"), "work", ("g", "t"), True, open_tasks
    ),
    NavigationItem(
        "reports", "/reports", N_("Dashboard"), "chart-column", ("report", "see"), "insight", ("g", "r")
    ),
    NavigationItem(
        "operations", "/operations", N_("Operations"), "activity", ("operation", "see"), "system", ("g", "o")
    ),
    NavigationItem(
        "imports", "/imports", N_("Imports"), "file-up", ("import", "create"), "system", ("g", "i")
    ),
    NavigationItem("settings", "/settings", N_("Settings"), "settings", None, "system", ("g", "s")),
    NavigationItem("api", "/api/docs", N_("API docs"), "braces", ("operation", "administer"), "system"),
)
SETTINGS = (
    NavigationItem("people", "/settings/people", N_("People"), "users", ("user", "edit"), "company"),
    NavigationItem("teams", "/settings/teams", N_("Teams"), "users-round", ("team", "edit"), "company"),
    NavigationItem(
        "branches", "/settings/branches", N_("Branches"), "building-2", ("branch", "edit"), "company"
    ),
    NavigationItem("roles", "/settings/roles", N_("Roles"), "shield-check", ("role", "see"), "company"),
    NavigationItem(
        "security", "/settings/security", N_("Security"), "shield", ("user", "administer"), "company"
    ),
    NavigationItem("account", "/settings/account", N_("Account and security"), "circle-user", None, "you"),
    NavigationItem("preferences", "/settings/preferences", N_("Language and look"), "palette", None, "you"),
    NavigationItem(
        "pipelines", "/settings/pipelines", N_("Pipelines"), "workflow", ("pipeline", "administer"), "work"
    ),
    NavigationItem(
        "rates", "/settings/rates", N_("Currencies"), "banknote", ("report", "administer"), "company"
    ),
    NavigationItem(
        "phones", "/settings/phones", N_("Phone numbers"), "phone", ("report", "administer"), "company"
    ),
    NavigationItem("products", "/settings/products", N_("Products"), "package", ("product", "edit"), "work"),
    NavigationItem(
        "fields", "/settings/fields", N_("Custom fields"), "text", ("custom_field", "administer"), "data"
    ),
)
GROUPS = {"you": N_("You"), "company": N_("Company"), "work": N_("Work"), "data": N_("Data")}
"""The groups of the settings, in order."""


def places(connection: Connection, who: Principal) -> list[Place]:
    """Where this reader can go, with what there is to do."""
    shown = permitted(NAVIGATION, who)
    return [Place(item, item.todo(connection, who) if item.todo else None) for item in shown]


def unnumbered(who: Principal) -> list[Place]:
    """The same without the database, for a page that tells of a failure."""
    return [Place(item, None) for item in permitted(NAVIGATION, who)]


def groups(found: Sequence[Place]) -> list[list[Place]]:
    """The same, those of one group together, in the order they are declared."""
    names = dict.fromkeys(place.item.group for place in found)
    return [[place for place in found if place.item.group == name] for name in names]


def settings_of(who: Principal) -> list[NavigationItem]:
    """The settings this reader can go to, by group."""
    order = list(GROUPS)
    return sorted(permitted(SETTINGS, who), key=lambda item: order.index(item.group))


def settings_groups(who: Principal) -> list[list[NavigationItem]]:
    """The same, those of one group together."""
    return [list(items) for _, items in groupby(settings_of(who), key=lambda item: item.group)]


def permitted(items: Sequence[NavigationItem], who: Principal) -> list[NavigationItem]:
    """Those the reader has the right to."""
    return [item for item in items if item.right is None or who.level(*item.right) > Level.NONE]
