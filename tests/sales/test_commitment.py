"""An owner stands for an open deal, or does not any more."""

from events.sales import DealCommitted, DealUncommitted
from services.sales.commands import CommitDeal, UncommitDeal
from services.sales.deal import DealAlreadyClosed
from tests.sales.words import DEAL, opened, won
from tests.spec import Spec

commit, uncommit = CommitDeal(deal_id=DEAL), UncommitDeal(deal_id=DEAL)


def test_an_open_deal_is_committed_once(deal: Spec) -> None:
    deal.given(opened).when(commit).then(DealCommitted())
    deal.when(commit).nothing()


def test_a_commitment_is_taken_back(deal: Spec) -> None:
    deal.given(opened, DealCommitted()).when(uncommit).then(DealUncommitted())


def test_what_was_never_committed_need_not_be_taken_back(deal: Spec) -> None:
    deal.given(opened).when(uncommit).nothing()


def test_a_closed_deal_is_in_no_forecast(deal: Spec) -> None:
    deal.given(opened, won).when(commit).refused(DealAlreadyClosed)
