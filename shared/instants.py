"""At which instant can something have happened, and for which can it be planned?"""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime
from pydantic_core import PydanticCustomError

from shared.days import EARLIEST, LATEST
from shared.marks import N_

_UNLIKELY = N_("must be an instant between 1900 and 2200")
_FUTURE = N_("must not lie in the future")
_CLOCKS_DIFFER = timedelta(minutes=5)


def _likely(instant: datetime) -> datetime:
    if not EARLIEST.year <= instant.year <= LATEST.year:
        raise PydanticCustomError("unlikely_instant", _UNLIKELY)
    return instant.astimezone(UTC)


def _past(instant: datetime) -> datetime:
    if instant > datetime.now(UTC) + _CLOCKS_DIFFER:
        raise PydanticCustomError("future_instant", _FUTURE)
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(_likely)]
"""An instant with its offset, kept in UTC."""

PastInstant = Annotated[Instant, AfterValidator(_past)]
"""An instant that has come. It is checked when a command is read, never on a replay."""
