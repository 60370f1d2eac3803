"""How does somebody like to read?"""

from collections.abc import Sequence

import msgspec

from events.sign_in import PreferencesChanged
from services.identity.sign_in_commands import ChangePreferences


class Preferences(msgspec.Struct, frozen=True):
    """Empty: the browser decides `language` and `time_zone`; the work starts at the usual place (`home`)."""

    language: str = ""
    time_zone: str = ""
    theme: str = "system"
    page_size: int = 50
    home: str = ""


def change(known: Preferences, command: ChangePreferences) -> Sequence[PreferencesChanged]:
    event = PreferencesChanged(**command.model_dump())
    return [] if evolve(known, event) == known else [event]


def evolve(_: Preferences, event: PreferencesChanged) -> Preferences:
    return Preferences(event.language, event.time_zone, event.theme, event.page_size, event.home)
