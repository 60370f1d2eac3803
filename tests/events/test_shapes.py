"""Does an event that changes its shape get a new version, with a golden payload and an upcaster?

`shapes.json` says which fields each version has had; an entry is added with each new version, and none is
ever changed or deleted.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec
import pytest

from shared.events import Event, event_name
from tests.events.test_golden import DECLARED, GOLDEN, SHIPPED

SHAPES = Path(__file__).parent / "shapes.json"
KNOWN: dict[str, dict[str, str]] = msgspec.json.decode(SHAPES.read_bytes())


def shape(cls: type[msgspec.Struct]) -> dict[str, str]:
    """Field → type, as it is declared; the fields of a struct inside follow the field that holds it."""
    hints = get_type_hints(cls)
    found: dict[str, str] = {}
    for field in cls.__struct_fields__:
        found[field] = _without_modules(hints[field])
        for inner in _structs(hints[field]):
            found |= {f"{field}.{name}": hint for name, hint in shape(inner).items()}
    return found


def _without_modules(hint: Any) -> str:
    return hint.__name__ if type(hint) is type else re.sub(r"[\w.]*\.(?=[A-Za-z])", "", str(hint))


def _structs(hint: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for argument in get_args(hint):
        yield from _structs(argument)


@pytest.mark.parametrize("cls", DECLARED, ids=event_name)
def test_the_shape_of_a_version_never_changes(cls: type[Event]) -> None:
    version = f"{event_name(cls)}.v{cls.schema_version}"
    assert KNOWN.get(version) == shape(cls), (
        f"{event_name(cls)} has other fields than version {cls.schema_version} had: payloads in that shape "
        "are stored for ever. Raise schema_version, write an upcaster, and add the new version to "
        f"{SHAPES.name} and to {GOLDEN.name}/."
    )


def test_every_shape_has_its_golden_payload() -> None:
    assert set(KNOWN) <= {file.stem for *_, file in SHIPPED}


class Place(msgspec.Struct):
    city: str | None


class Delivered(Event):
    parcel_id: UUID
    places: tuple[Place, ...]


def test_the_shape_of_an_event_reaches_into_its_parts() -> None:
    assert shape(Delivered) == {
        "parcel_id": "UUID",
        "places": "tuple[Place, ...]",
        "places.city": "str | None",
    }
