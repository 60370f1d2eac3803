"""What do customers do by themselves when something happens elsewhere?"""

from collections.abc import Iterable
from functools import singledispatch

from events.sales import DealWon
from services.customers.commands import RecognizePurchase
from shared.commands import Command
from shared.events import Event
from shared.records import Envelope


@singledispatch
def react(event: Event, envelope: Envelope) -> Iterable[Command]:
    """The commands that follow from this event; none for most."""
    return ()


@react.register
def _(event: DealWon, envelope: Envelope) -> Iterable[Command]:
    if event.customer_id is not None:
        yield RecognizePurchase(customer_id=event.customer_id)
