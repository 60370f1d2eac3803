"""How does a record go back to what it was before an import, if nobody else changed it since?"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from msgspec.structs import replace

from services.importing.course import Course
from shared.commands import Command
from shared.importing import Step
from shared.records import Recorded
from shared.undoing import SOURCE, Undoable


class Clash(NamedTuple):
    """What is left alone: this aspect of the record, because of this later change."""

    aspect: str
    change: Recorded[Any]


class Plan(NamedTuple):
    """The commands that take an import's part in a record back; `removes` where the record goes with it."""

    commands: list[Command]
    clashes: list[Clash]
    removes: bool = False


def plan_for(undoable: Undoable, records: Sequence[Recorded[Any]], import_id: UUID) -> Plan:
    """Each aspect is set back on its own, unless somebody gave it another value after the import."""
    course = Course(undoable, import_id)
    for record in records:
        course.take(record)
    stream_id = records[0].stream_id
    return _removal(stream_id, course) if course.brought_in else _setting_back(stream_id, course)


def _removal(stream_id: UUID, course: Course) -> Plan:
    clashes = [Clash(aspect, course.others[aspect]) for aspect in course.aspects if course.overtaken(aspect)]
    if course.is_gone or clashes:
        return Plan([], [] if course.is_gone else clashes)
    then = replace(course.as_before(course.before), **{course.undoable.gone: True})
    return Plan(course.undoable.set_back(stream_id, course.now, then), [], removes=True)


def _setting_back(stream_id: UUID, course: Course) -> Plan:
    due = course.due()
    if due and course.is_gone and course.going:
        return Plan([], [Clash("record", course.going)])
    clashes = [Clash(aspect, course.others[aspect]) for aspect in due if course.overtaken(aspect)]
    then = course.as_before([aspect for aspect in due if not course.overtaken(aspect)])
    return Plan(course.undoable.set_back(stream_id, course.now, then), clashes)


def restored(stream_id: UUID, records: Sequence[Recorded[Any]], undoable: Undoable) -> list[Step]:
    """What brings a record back that an undo took away; nothing where people did, or where it is there."""
    if not any(record.envelope.source == SOURCE for record in records):
        return []
    course = Course(undoable, stream_id)
    for record in records:
        course.take(record)
    if not course.is_gone or course.going is None or course.going.envelope.source != SOURCE:
        return []
    there = replace(course.now, **{undoable.gone: False})
    return [Step("restored", command) for command in undoable.set_back(stream_id, course.now, there)]
