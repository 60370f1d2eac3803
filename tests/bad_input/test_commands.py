"""Does every text of every command refuse what no field takes, and name the field?

Whatever a page puts together, it sends as one of these commands.
"""

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest

from services import product
from services.gateway.api.examples import EXAMPLES
from shared.commands import Command, parse
from shared.refusals import Invalid
from tests.bad_input.texts import REFUSED

COMMANDS = sorted(product.commands(), key=lambda each: (each.service(), each.method()))
LONG = "x" * 10_001
Path = tuple[str | int, ...]


def named(command: type[Command]) -> str:
    return f"{command.service()}/{command.method()}"


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_every_text_of_a_command_refuses_what_no_field_takes(command: type[Command]) -> None:
    schema = command.model_json_schema()
    for path in _texts(schema, schema):
        where = ".".join(map(str, path))
        for text in (*REFUSED.values(), LONG):
            fields = _refused(command, _with(EXAMPLES[command], path, text))
            assert any(field == where or field.startswith(f"{where}.") for field in fields), (
                where,
                text[:20],
            )


@pytest.mark.parametrize("command", COMMANDS, ids=named)
def test_a_command_has_no_other_fields(command: type[Command]) -> None:
    assert _refused(command, EXAMPLES[command] | {"nonsense": "x"}) == ["nonsense"]


def _texts(part: dict[str, Any], schema: dict[str, Any]) -> Iterator[Path]:
    """Where in the body of a command a text can stand."""
    if "$ref" in part:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]]
    if part.get("type") == "string":
        yield ()
    for choice in part.get("anyOf", ()):
        yield from _texts(choice, schema)
    for name, inner in part.get("properties", {}).items():
        yield from ((name, *path) for path in _texts(inner, schema))
    for pattern, inner in part.get("patternProperties", {}).items():
        key = "en" if pattern == "^[a-z]{2}$" else "deal.amount"
        yield from ((key, *path) for path in _texts(inner, schema))
    if isinstance(inner := part.get("items"), dict):
        yield from ((0, *path) for path in _texts(inner, schema))


def _with(example: dict[str, Any], path: Path, text: str) -> dict[str, Any]:
    body: Any = deepcopy(example)
    held = body
    for step, below in pairwise(path):
        empty: Any = [] if isinstance(below, int) else {}
        if isinstance(held, list):
            held += [empty] if not held else []
        elif not isinstance(held.get(step), list | dict):
            held[step] = empty
        held = held[step]
    if isinstance(held, list):
        held[:] = [text]
    else:
        held[path[-1]] = text
    return dict(body)


def _refused(command: type[Command], body: dict[str, Any]) -> list[str]:
    try:
        parse(command, body)
    except Invalid as invalid:
        return [problem["field"] for problem in invalid.details["problems"]]
    return []
