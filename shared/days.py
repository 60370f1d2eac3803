"""On which day can something have happened, and for which can it be expected?"""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from shared.marks import N_

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
_UNLIKELY = N_("must be a day between 1900 and 2200")
_FUTURE = N_("must not lie in the future")


def _likely(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise PydanticCustomError("unlikely_day", _UNLIKELY)
    return day


def _past(day: date) -> date:
    # East of here it may already be tomorrow.
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise PydanticCustomError("future_day", _FUTURE)
    return day


Day = Annotated[date, AfterValidator(_likely)]
"""A day between 1900 and 2200."""

PastDay = Annotated[Day, AfterValidator(_past)]
"""A day since 1900 that has begun somewhere. It is checked when a command is read, never on a replay."""
