"""Can a deal be set back to any earlier state, whatever happened since?"""

from functools import reduce
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.sales import commands, commitment, deal, deal_moving, deal_outcome
from services.sales.deal import Deal
from services.sales.undone_deals import DEALS, set_back
from shared.commands import Command
from tests.sales.test_any_history import _live, any_wish, decided, opening
from tests.sales.words import DEAL

DECISIONS: dict[type[Command], Any] = {
    commands.RenameDeal: deal.rename,
    commands.LinkDealToCustomer: deal.link_to_customer,
    commands.AssignDeal: deal.assign,
    commands.RevalueDeal: deal.revalue,
    commands.RescheduleDeal: deal.reschedule,
    commands.MoveDeal: deal_moving.move,
    commands.ChooseProduct: deal.choose_product,
    commands.ChangeCustomFields: deal.change_custom_fields,
    commands.WinDeal: deal_outcome.win,
    commands.LoseDeal: deal_outcome.lose,
    commands.ReopenDeal: deal_outcome.reopen,
    commands.DiscardDeal: deal_outcome.discard,
    commands.RestoreDeal: deal_outcome.restore,
    commands.CommitDeal: commitment.commit,
    commands.UncommitDeal: commitment.uncommit,
}


def shown(state: Deal) -> tuple[Any, ...]:
    fields = [field for group in DEALS.aspects.values() for field in group]
    return (*(getattr(state, field) for field in fields), state.discarded)


def carried_out(now: Deal, wishes: list[Command]) -> Deal:
    for wish in wishes:
        now = reduce(deal.evolve, decided(DECISIONS[type(wish)], now, wish), now)
    return now


@settings(max_examples=300, deadline=None)
@given(opening, st.lists(any_wish, max_size=8), st.lists(any_wish, max_size=8))
def test_a_deal_goes_back_to_what_it_was(
    begins: commands.OpenDeal, before: list[Any], since: list[Any]
) -> None:
    _, then = _live(begins, before)
    _, now = _live(begins, [*before, *since])
    assert shown(carried_out(now, set_back(DEAL, now, then))) == shown(then)
    assert set_back(DEAL, then, then) == []
