"""In whose time does a page tell when something was?"""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.requests import Request

from services.gateway.time_zone import zone_of
from services.identity.preferences import Preferences


def asked(cookie: str = "", preferences: Preferences | None = None) -> Request:
    headers = [(b"cookie", f"zone={cookie}".encode())] if cookie else []
    scope: dict[str, Any] = {"type": "http", "headers": headers, "preferences": preferences}
    return Request(scope)


@pytest.mark.parametrize("preferences", [None, Preferences()])
def test_who_has_chosen_none_reads_the_time_of_their_browser(preferences: Preferences | None) -> None:
    assert zone_of(asked("Asia/Shanghai", preferences)) == ZoneInfo("Asia/Shanghai")


def test_a_chosen_zone_holds_in_every_browser() -> None:
    assert zone_of(asked("Asia/Shanghai", Preferences(time_zone="Europe/Berlin"))) == ZoneInfo(
        "Europe/Berlin"
    )


@pytest.mark.parametrize("cookie", ["", "Mars/Olympus", "../../etc/passwd"])
def test_a_zone_nobody_knows_is_none(cookie: str) -> None:
    assert zone_of(asked(cookie)) == UTC
