"""Runs `hindsight` with faults built in: HINDSIGHT_CHAOS_FAULTS names them, with a blank between.

HINDSIGHT_CHAOS_FAULTS='dies-at:3' python -m tests.chaos.planted projector
"""

import os

from services import product
from services.operations.cli import main
from tests.chaos import faults
from tests.chaos.tally import tally

FAULTS = "HINDSIGHT_CHAOS_FAULTS"
TALLY = "HINDSIGHT_CHAOS_TALLY"
"""Set where the process also keeps the read model that counts."""


def plant() -> None:
    """Build everything in that the environment asks for."""
    if os.environ.get(TALLY):
        product.PROJECTIONS = (*product.PROJECTIONS, tally)  # type: ignore[assignment]
    for fault in os.environ.get(FAULTS, "").split():
        name, _, argument = fault.partition(":")
        faults.KNOWN[name](argument)


if __name__ == "__main__":
    plant()
    main()
