"""How do tags and groups change the row of a record?"""

from collections.abc import Callable
from typing import Any, NamedTuple

from shared.events import Event
from shared.projection import Projection
from shared.records import Recorded

Touch = Callable[[Any, Recorded[Any]], Any]


class Facts(NamedTuple):
    """Under which names a context tells of tags and groups."""

    tagged: type[Event]
    untagged: type[Event]
    grouped: type[Event]
    ungrouped: type[Event]


def follow_tags(projection: Projection, facts: Facts, touch: Touch) -> None:
    """Keep `tags` and `groups` of its rows; `touch` notes in a row that it has changed."""

    def change(kind: type[Event], fold: Callable[[Any, Any], None]) -> None:
        def folded(row: Any, record: Recorded[Any]) -> Any:
            fold(row, record.event)
            return touch(row, record)

        projection.on(kind)(folded)

    change(facts.tagged, _tagged)
    change(facts.untagged, _untagged)
    change(facts.grouped, _grouped)
    change(facts.ungrouped, _ungrouped)


def _tagged(row: Any, event: Any) -> None:
    row.tags = [*row.tags, event.tag]


def _untagged(row: Any, event: Any) -> None:
    row.tags = [each for each in row.tags if each != event.tag]


def _grouped(row: Any, event: Any) -> None:
    row.groups = [*row.groups, event.group_id]


def _ungrouped(row: Any, event: Any) -> None:
    row.groups = [each for each in row.groups if each != event.group_id]
