"""How does a deal of a long history go: moved on, changed on the way, won or lost, perhaps reopened?"""

from uuid import UUID

from services.operations.demo.company import pick
from services.operations.demo.deal_steps import LAST, Deal
from services.operations.demo.deals import LOST_AT
from services.operations.demo.sellers import Seller
from services.operations.demo.tale import Tale


def deal_life(tale: Tale, customer_id: UUID, seller: Seller, day: int, *, sure: bool) -> Deal | None:
    """A deal opened on that day or the next weekday, if the history goes on so long.

    A `sure` one is won without a detour.
    """
    deal = Deal(tale, seller, day)
    if not deal.goes_on:
        return None
    deal.open(customer_id)
    _work(deal, sure or tale.chance.random() < seller.skill, sure)
    if deal.closed and not sure and tale.chance.random() < 0.03:
        _reopen(deal)
    return deal


def _work(deal: Deal, wins: bool, sure: bool) -> None:
    chance = deal.tale.chance
    last = LAST if wins else pick(chance, LOST_AT)
    while not deal.closed and deal.wait():
        if not sure and chance.random() < 0.22:
            _change(deal)
        elif deal.stage < last:
            deal.move(deal.stage + 1)
        elif not sure and chance.random() < 0.01:
            deal.discard()
            return
        else:
            deal.close(wins)


def _change(deal: Deal) -> None:
    what = deal.tale.chance.random()
    if what < 0.45:
        deal.reschedule()
    elif what < 0.75:
        deal.revalue()
    elif what < 0.95 or deal.stage == 0:
        deal.assign()
    else:
        deal.move(deal.stage - 1)


def _reopen(deal: Deal) -> None:
    closed = deal.day
    if deal.wait():
        deal.reopen(closed)
        if deal.wait():
            deal.close(deal.tale.chance.random() < 0.5)
