"""Who sells in a long history, and where?"""

from random import Random
from typing import NamedTuple
from uuid import UUID

from services.operations.demo.names import full_name
from services.operations.demo.offices import OFFICES, Office
from shared.importing import record_id


class Seller(NamedTuple):
    """A salesperson; `skill` is the share of closed deals that are won, `pace` how long each step takes."""

    id: UUID
    name: str
    office: Office
    skill: float
    pace: float


def sellers(key: str, count: int) -> list[Seller]:
    """So many sellers, more of them in the offices that sell more."""
    chance = Random(f"{key} sellers")
    weights = [office.weight for office in OFFICES]
    # Each office has two at least, so that there is somebody to hand a deal to.
    offices = [*OFFICES, *OFFICES, *chance.choices(OFFICES, weights, k=count - 2 * len(OFFICES))]
    return [
        _seller(record_id("user", f"{key} {number}"), each, chance) for number, each in enumerate(offices)
    ]


def _seller(id_: UUID, office: Office, chance: Random) -> Seller:
    name = full_name(chance, office.language).written
    return Seller(id_, name, office, chance.uniform(0.35, 0.68), chance.uniform(0.7, 1.3))
