"""What becomes of the values a record holds in the fields that administrators added?"""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.custom_fields import Definition
from shared.fitting import Unfit, fitted
from shared.marks import N_

NO_FIELD, NEEDED = N_("There is no such field."), N_("is needed")


def problems_with(
    definitions: Mapping[str, Definition], values: Mapping[str, Any], held: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What changes of the values held, and what is wrong, as `{"field": "custom.<key>", "problem"}`."""
    changed: dict[str, Any] = {}
    problems = []
    for key, value in values.items():
        try:
            fit = _of(definitions, key, value, held.get(key))
        except Unfit as unfit:
            problems.append({"field": f"custom.{key}", "problem": str(unfit)})
        else:
            if fit != held.get(key):
                changed[key] = fit
    return changed, problems


def _of(definitions: Mapping[str, Definition], key: str, value: Any, known: Any) -> Any:
    definition = definitions.get(key)
    if definition is None or (definition.retired and value != known):
        raise Unfit(NO_FIELD)
    fit = fitted(definition, value, known)
    if fit is None and definition.required:
        raise Unfit(NEEDED)
    return fit


def merged(held: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The values after a change; a value that was taken away is not there any more."""
    return {key: value for key, value in {**held, **changed}.items() if value is not None}


def all_merged(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The values after these changes, one after the other."""
    held: dict[str, Any] = {}
    for changed in changes:
        held = merged(held, changed)
    return held


def differing(given: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the given values that are not held yet."""
    return {key: value for key, value in given.items() if held.get(key) != value}


def taken_back(now: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be changed so that the values are again what they were."""
    return {key: then.get(key) for key in {**then, **now} if now.get(key) != then.get(key)}


def begun(definitions: Mapping[str, Definition], values: Mapping[str, Any]) -> dict[str, Any]:
    """What a new record is given: the values, and the defaults of the fields that were left out."""
    defaults = {
        each.key: each.default
        for each in definitions.values()
        if each.default is not None and not each.retired
    }
    return {**defaults, **values}


def missing(definitions: Mapping[str, Definition], values: Mapping[str, Any]) -> list[dict[str, str]]:
    """The needed fields that have no value, as problems."""
    return [
        {"field": f"custom.{each.key}", "problem": NEEDED}
        for each in definitions.values()
        if each.required and not each.retired and values.get(each.key) is None
    ]
