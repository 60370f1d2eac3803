"""How does whoever wants many commands carried out reach the services over a bus?"""

from collections.abc import Sequence

from shared.blocking import Blocking
from shared.policy import Wish
from shared.records import Receipt
from shared.refusals import Refused


class Services(Blocking):
    """What carries out the commands of policies and of the scheduler."""

    def handle_many(self, commands: Sequence[Wish]) -> list[Receipt | Refused]:
        """See shared.policy.Handles."""
        return self.call_many(commands)
