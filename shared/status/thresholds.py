"""From when on is something an alarm?"""

import os
from collections.abc import Mapping

import msgspec


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds, or a share in percent; docs/operations.md tells what each is about."""

    watermark_seconds: float = 10.0
    relay_seconds: float = 30.0
    projection_seconds: float = 30.0
    parked_percent: float = 0.1
    gap_seconds: float = 600.0


def from_environment(environment: Mapping[str, str] = os.environ) -> Thresholds:
    """Thresholds from HINDSIGHT_ALARM_<NAME>. Raises ValueError naming the variable that is wrong."""
    given = {
        name: _number(variable, environment[variable])
        for name in Thresholds.__struct_fields__
        if environment.get(variable := f"HINDSIGHT_ALARM_{name.upper()}")
    }
    return Thresholds(**given)


def _number(variable: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise ValueError(f"{variable} is {value!r}, which is no number of 0 or more.")
    return number
