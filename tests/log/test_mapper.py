"""Do events of every version ever written still load?"""

import pytest

from shared.events import UnknownEvent
from shared.log.mapper import Mapper, NewerEvent
from tests.log.facts import Measured, Noted


def test_an_event_comes_back_as_it_went_in() -> None:
    mapper, event = Mapper(), Noted(text="你好")
    assert mapper.unpack("facts.Noted", 1, mapper.pack(event)) == event


@pytest.mark.parametrize(
    ("version", "payload", "event"),
    [
        (1, b'{"length":"2.5"}', Measured(length=2.5, unit="m")),
        (2, b'{"length":"2.5","unit":"ft"}', Measured(length=2.5, unit="ft")),
        (3, b'{"length":2.5,"unit":"ft"}', Measured(length=2.5, unit="ft")),
    ],
)
def test_every_earlier_shape_is_lifted(version: int, payload: bytes, event: Measured) -> None:
    assert Mapper().unpack("facts.Measured", version, payload) == event


def test_an_event_nobody_declares_is_named() -> None:
    with pytest.raises(UnknownEvent, match=r"facts\.Forgotten"):
        Mapper().unpack("facts.Forgotten", 1, b"{}")


def test_an_event_of_a_newer_release_is_named() -> None:
    with pytest.raises(NewerEvent, match="version 9"):
        Mapper().unpack("facts.Noted", 9, b"{}")
