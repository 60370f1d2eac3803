"""Does every version of an event that was ever stored still load?

`golden/<type>.v<version>.json` holds one payload of each; a file is added with each new version and
never changed or deleted.
"""

from pathlib import Path

import msgspec
import pytest

import events  # noqa: F401 - declares every event
from shared.events import Event, event_classes, event_name
from shared.log.mapper import Mapper

GOLDEN = Path(__file__).parent / "golden"
DECLARED = [cls for cls in event_classes() if cls.__module__.startswith("events.")]
SHIPPED = [
    (cls, version, GOLDEN / f"{event_name(cls)}.v{version}.json")
    for cls in DECLARED
    for version in range(1, cls.schema_version + 1)
]


@pytest.mark.parametrize(("cls", "version", "file"), SHIPPED, ids=[file.stem for *_, file in SHIPPED])
def test_a_stored_event_loads(cls: type[Event], version: int, file: Path) -> None:
    event = Mapper().unpack(event_name(cls), version, file.read_bytes())
    assert type(event) is cls


@pytest.mark.parametrize("cls", DECLARED, ids=event_name)
def test_an_event_is_stored_as_its_golden_payload(cls: type[Event]) -> None:
    payload = (GOLDEN / f"{event_name(cls)}.v{cls.schema_version}.json").read_bytes()
    mapper = Mapper()
    stored = mapper.pack(mapper.unpack(event_name(cls), cls.schema_version, payload))
    assert msgspec.json.decode(stored) == msgspec.json.decode(payload)


def test_every_golden_payload_belongs_to_a_declared_event() -> None:
    assert {file for *_, file in SHIPPED} == set(GOLDEN.glob("*.json"))
