"""Which rows of a file are of which kind, where it holds several?"""

from collections.abc import Sequence

from services.importing.suggesting.sample import Sample
from services.importing.suggesting.targets import TARGETS, Target
from services.importing.suggesting.words import WORDS, plain
from services.importing.table import Table

_STAFF = ("branch", "team", "user")
_TASKS = frozenset(WORDS["tasks"]["words"])


def parts_of(target: str | None, table: Table) -> Sequence[str | None]:
    """The kinds of rows: activities and tasks in one column, or people with their teams and branches."""
    sample = Sample(table)
    if target == "activity":
        column = _column(TARGETS["activity"], "kind", table.header)
        if column and any(plain(text) in _TASKS for text in set(sample.whole(column))):
            return ("activity", "task")
    if target == "user":
        headers = {plain(name) for name in table.header}
        named = [bool(headers.intersection(TARGETS["user"].words[field])) for field in ("team", "branch")]
        return _STAFF if all(named) else ("user",)
    return (target,)


def only_of(target: Target, sample: Sample, columns: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Column → its values in rows of this kind, where the file holds tasks besides activities."""
    column = _column(TARGETS["activity"], "kind", sample.table.header)
    if target.name not in ("activity", "task") or column is None:
        return {}
    values = sorted(set(sample.whole(column)))
    tasks = tuple(text for text in values if plain(text) in _TASKS)
    others = tuple(text for text in values if text not in tasks)
    return {column: tasks if target.name == "task" else others} if tasks and others else {}


def _column(target: Target, field: str, header: Sequence[str]) -> str | None:
    named = {plain(name): name for name in header}
    return next((named[word] for word in target.words[field] if word in named), None)
