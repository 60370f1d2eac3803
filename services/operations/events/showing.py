"""How does a person, or a program, see an event?"""

from collections.abc import Iterator
from typing import Any

import msgspec
from rich.console import Console, Group, RenderableType
from rich.json import JSON
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from services.operations.events.causes import Effect
from services.operations.events.statistics import Statistics
from shared.events import Unreadable
from shared.records import Recorded

_COLOURS = ("cyan", "green", "magenta", "yellow", "blue")


def plain(record: Recorded[Any]) -> dict[str, Any]:
    """For programs: its ids, the envelope, and `data`, lifted to the newest shape of its type."""
    envelope = record.envelope
    told = {"event_id": envelope.event_id, **msgspec.structs.asdict(envelope), "data": data_of(record)}
    if isinstance(record.event, Unreadable):
        told["unreadable"] = record.event.reason
    return told


def data_of(record: Recorded[Any]) -> Any:
    """What the event holds; as it was stored where this release cannot load it, as text if it is no JSON."""
    if not isinstance(record.event, Unreadable):
        return msgspec.to_builtins(record.event)
    try:
        return msgspec.json.decode(record.event.payload)
    except msgspec.DecodeError:
        return record.event.payload.decode(errors="backslashreplace")


def line(record: Recorded[Any]) -> Text:
    """One line: where it stands, when, what, to which record, by whom, and what it holds."""
    return Text.assemble(_summary(record), f"  {_compact(record)}")


def _summary(record: Recorded[Any]) -> Text:
    envelope = record.envelope
    return Text.assemble(
        (f"{envelope.position:>9}", "dim"),
        f"  {envelope.occurred_at:%Y-%m-%d %H:%M:%S}  ",
        (envelope.type, f"bold {_colour(envelope.type)}"),
        (f"  {envelope.stream_id} v{envelope.version}", "dim"),
        f"  {envelope.actor or '–'}",
        (f" @ {envelope.branch}" if envelope.branch else "", "dim"),
    )


def details(record: Recorded[Any], chain: list[Recorded[Any]], effects: list[Effect]) -> RenderableType:
    """The whole event, and the tree it stands in."""
    told = plain(record)
    data = JSON(msgspec.json.encode(told.pop("data")).decode())
    grid = Table.grid(padding=(0, 2))
    for name, value in told.items():
        grid.add_row(Text(name.replace("_", " "), "dim"), Text("–" if value is None else str(value)))
    return Group(grid, "", data, "", _tree(record, chain, effects))


def _tree(record: Recorded[Any], chain: list[Recorded[Any]], effects: list[Effect]) -> Tree:
    tree = top = Tree(Text("What led to it, and what followed", "dim"))
    for cause in chain:
        tree = tree.add(_summary(cause))
    _grow(tree.add(Text.assemble(("▶ ", "bold red"), _summary(record))), effects)
    return top


def _grow(tree: Tree, effects: list[Effect]) -> None:
    for effect in effects:
        _grow(tree.add(_summary(effect.record)), effect.followed)


def story(record: Recorded[Any], chain: list[Recorded[Any]], effects: list[Effect]) -> dict[str, Any]:
    """For programs: the event, its causes from the first one on, and the tree of its effects."""
    return {**plain(record), "led_to_it": [plain(cause) for cause in chain], "followed": _followed(effects)}


def _followed(effects: list[Effect]) -> list[dict[str, Any]]:
    return [{**plain(each.record), "followed": _followed(each.followed)} for each in effects]


def figures(found: Statistics) -> Iterator[RenderableType]:
    """The figures first, then a table for each way of counting."""
    counted = msgspec.structs.asdict(found)
    grid = Table.grid(padding=(0, 2))
    for name, value in counted.items():
        if not isinstance(value, dict):
            told = f"{value:,}" if isinstance(value, int) else "–" if value is None else str(value)
            grid.add_row(Text(name.replace("_", " "), "dim"), told)
    yield grid
    for name, counts in counted.items():
        if isinstance(counts, dict) and counts:
            yield _counts(name.removeprefix("by_"), counts)


def _counts(what: str, counts: dict[str, int]) -> Table:
    table = Table(what, "events", "", box=None, pad_edge=False, title_justify="left")
    table.columns[1].justify = "right"
    most = max(counts.values())
    for name, count in counts.items():
        table.add_row(Text(name or "–"), f"{count:,}", Text("█" * max(1, round(24 * count / most)), "cyan"))
    return table


def screen() -> Console:
    """Standard output: in colour on a terminal, else plain lines that are never folded."""
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = 200
    return console


def _compact(record: Recorded[Any]) -> str:
    told = msgspec.json.encode(data_of(record)).decode()
    return f"(unreadable) {told}" if isinstance(record.event, Unreadable) else told


def _colour(type_: str) -> str:
    return _COLOURS[sum(type_.partition(".")[0].encode()) % len(_COLOURS)]
