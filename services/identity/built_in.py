"""Which roles are there from the first start?"""

from collections.abc import Iterator

from events.identity import ADMINISTRATOR
from services.identity.commands import DefineRole, Reach
from shared.marks import N_

_WORK = ("customer", "deal", "activity", "task")
_DAILY = ("see", "create", "edit", "assign", "remove", "export", "bulk")
_CATALOGUE = ("product", "pipeline", "custom_field")


def _records(**reaches: Reach) -> dict[str, Reach]:
    return {f"{thing}.{action}": reach for thing in _WORK for action, reach in reaches.items()}


def _each(reach: Reach, action: str, *things: str) -> dict[str, Reach]:
    return {f"{thing}.{action}": reach for thing in things}


_EVERYBODY: dict[str, Reach] = {
    **_each("all", "see", *_CATALOGUE, "team", "user", "branch"),
    "history.see": "own",
    "report.see": "own",
    "view.see": "all",
    "view.create": "own",
    "view.edit": "own",
    "view.remove": "own",
}


def built_in_roles() -> Iterator[DefineRole]:
    """The definitions, widest first. Administrators may do everything, by their key."""
    yield DefineRole(key=ADMINISTRATOR, name=N_("Administrator"))
    yield DefineRole(key="manager", name=N_("Manager"), grants=_manager())
    yield DefineRole(key="team_lead", name=N_("Team lead"), grants=_team_lead())
    yield DefineRole(key="salesperson", name=N_("Salesperson"), grants=_salesperson())
    yield DefineRole(key="viewer", name=N_("Viewer"), grants=_viewer("branch"))
    yield DefineRole(key="auditor", name=N_("Auditor"), grants=_auditor())


def _manager() -> dict[str, Reach]:
    return {
        **_EVERYBODY,
        **{f"{thing}.{action}": "branch" for thing in _WORK for action in _DAILY},
        **_each("branch", "see", "history", "report"),
        "import.see": "own",
        **_each("branch", "edit", "team", "user", "view"),
        **_each("branch", "create", "team", "import"),
        **_each("branch", "import", "customer", "deal", "activity", "task"),
        "user.assign": "branch",
    }


def _team_lead() -> dict[str, Reach]:
    return {
        **_EVERYBODY,
        **{f"{thing}.{action}": "team" for thing in _WORK for action in _DAILY},
        **_each("team", "see", "history", "report"),
        "team.edit": "own",
    }


def _salesperson() -> dict[str, Reach]:
    return {
        **_EVERYBODY,
        **_records(see="team", create="own", edit="own", remove="own", bulk="own", export="own"),
        **_each("team", "see", "history", "report"),
    }


def _viewer(reach: Reach) -> dict[str, Reach]:
    return {**_EVERYBODY, **_each(reach, "see", *_WORK, "history", "report")}


def _auditor() -> dict[str, Reach]:
    return {**_viewer("all"), **_each("all", "see", "role", "import", "operation")}
