"""What stands in a YAML file, and on which line? Plain trees only: nothing refers to another place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from services.importing.problems import Unreadable

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
Lines = dict[tuple[str, ...], int]


class _PlainTrees(yaml.BaseLoader):
    """A few lines with aliases could stand for gigabytes, or for themselves; deep ones exhaust the stack."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) is not None:
            raise yaml.MarkedYAMLError(problem=_NO_ALIASES, problem_mark=event.start_mark)
        if self.depth == MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem=_TOO_DEEP, problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


_NO_ALIASES = "anchors (&) and aliases (*) are not read here; write the value out, or put it in quotes"
_TOO_DEEP = f"nested more than {MAX_DEPTH} deep"


def read(path: Path) -> tuple[dict[str, Any], Lines]:
    """Its values, all of them text, and the line of each key. Raises Unreadable."""
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(f"{path.name}: is larger than {MAX_BYTES:,} bytes. Is it a mapping?")
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_PlainTrees)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path.name}: is not YAML in UTF-8: {error}") from None
    if not isinstance(node, yaml.MappingNode):
        raise Unreadable(f"{path.name}: a mapping starts with `entity:`, `file:`, `key:` and `fields:`.")
    lines: Lines = {}
    for where, line in _lines(node):
        if where in lines:
            raise Unreadable(
                f"{path.name}, line {line}, {'.'.join(where)}: is given twice, first on line {lines[where]}. "
                "Keep one of them."
            )
        lines[where] = line
    return _plain(node), lines


def _lines(node: yaml.MappingNode, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    for key, value in node.value:
        path = (*where, str(key.value))
        yield path, key.start_mark.line + 1
        if isinstance(value, yaml.MappingNode):
            yield from _lines(value, path)


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    return node.value
