"""Is a message that cannot be read refused, so that its reader turns to the log?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from shared import cloud_events
from shared.events import Event, event_name
from shared.records import Envelope
from shared.wire import Undecodable, from_message, to_message

NOW = datetime(2026, 5, 3, tzinfo=UTC)


class Weighed(Event):
    schema_version = 2
    per_kilo: float

    @staticmethod
    def upcast_1_to_2(data: dict[str, Any]) -> None:
        data["per_kilo"] = 1 / data.pop("kilos")


def message(payload: bytes) -> tuple[bytes, dict[str, Any]]:
    ids: dict[str, Any] = dict.fromkeys(("stream_id", "command_id", "correlation_id"), UUID(int=7))
    texts: dict[str, Any] = dict.fromkeys(("actor", "branch", "source"), "")
    envelope = Envelope(
        position=1, version=1, type=event_name(Weighed), schema_version=1,
        occurred_at=NOW, recorded_at=NOW, causation_id=None, **ids, **texts,
    )  # fmt: skip
    _, body, headers = to_message([cloud_events.encode((envelope, memoryview(payload)))], 0, 0)
    return body, headers


def test_an_earlier_shape_is_lifted() -> None:
    run = from_message(*message(b'{"kilos":4}'))
    assert [record.event for record in run.records] == [Weighed(per_kilo=0.25)]


def test_an_upcaster_that_fails_makes_a_message_nobody_can_read() -> None:
    with pytest.raises(Undecodable, match="division by zero"):
        from_message(*message(b'{"kilos":0}'))
