"""Which fields of a record does a command set, and may its sender?"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from shared.commands import Command
from shared.marks import N_
from shared.refusals import Invalid
from shared.rights.principal import Principal
from shared.rights.right import Right

UNKNOWN = "Extra inputs are not permitted"  # as pydantic says of a field that does not exist
READ_ONLY = N_("you may see this and not change it")
_NOTHING = object()


def check_fields(principal: Principal, right: Right, command: Command, state: Any) -> None:
    """Raises Invalid naming the input fields that change what this principal may not change.

    One that is hidden is refused whatever it is given, or who guesses its value would learn of it.
    """
    if not (principal.rights.hidden or principal.rights.fixed):
        return
    named = {**dict(changed(command, right.fields, None)), **dict(changed(command, right.fields, state))}
    differs = {path for path, _ in changed(command, right.fields, state)}
    problems = [
        {"field": path, "problem": READ_ONLY if principal.shows(right.thing, field) else UNKNOWN}
        for path, field in named.items()
        if not principal.shows(right.thing, field)
        or (path in differs and not principal.writes(right.thing, field))
    ]
    if problems:
        raise Invalid(problems=problems)


def changed(command: Command, names: Mapping[str, str], state: Any) -> Iterator[tuple[str, str]]:
    """Input path and field of the record, for all that is given and differs from the present state."""
    for path, given, default in _leaves(command):
        present = _present(state, path)
        if given != (default if present is _NOTHING else present):
            field = names.get(path, path.rpartition(".")[2])
            yield path, field
            if isinstance(given, Mapping):
                # Fields that administrators added have rules of their own.
                held = present if isinstance(present, Mapping) else {}
                yield from (
                    (f"{path}.{key}", f"{field}.{key}") for key in given if given[key] != held.get(key)
                )


def _leaves(model: BaseModel, prefix: str = "") -> Iterator[tuple[str, Any, Any]]:
    for name, field in type(model).model_fields.items():
        value, path = getattr(model, name), f"{prefix}{name}"
        if isinstance(value, BaseModel):
            yield from _leaves(value, f"{path}.")
        else:
            required = field.is_required()
            yield path, value, _NOTHING if required else field.get_default(call_default_factory=True)


def _present(state: Any, path: str) -> Any:
    for part in path.split("."):
        state = getattr(state, part, _NOTHING)
    return state
