"""Has a deal what a stage asks for?"""

from typing import Any, Protocol

from services.sales.pipeline import Stage
from shared.marks import N_
from shared.refusals import Invalid

NEEDED_HERE = N_("is needed in this stage")
_CUSTOM = "custom."


class Described(Protocol):
    """What a deal is known by."""

    @property
    def custom(self) -> dict[str, Any]: ...


def lacking(deal: Described, required: tuple[str, ...]) -> list[str]:
    """The required fields the deal has no value for; an amount of 0 is none."""
    return [field for field in required if not _value(deal, field)]


def must_have(deal: Described, stage: Stage) -> None:
    """Raises Invalid naming each field the stage asks for in vain."""
    if fields := lacking(deal, stage.required):
        raise Invalid(problems=[{"field": field, "problem": NEEDED_HERE} for field in fields])


def _value(deal: Described, field: str) -> Any:
    if field.startswith(_CUSTOM):
        value = deal.custom.get(field.removeprefix(_CUSTOM))
        return value is not None
    return getattr(deal, field)
