"""How does a deal end, and how does it come back?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from events.sales import DealLost, DealMoved, DealReopened, DealWon
from services.sales.commands import LoseDeal, ReopenDeal, WinDeal
from services.sales.deal import DealAlreadyClosed
from services.sales.deal_outcome import DealStillOpen
from tests.sales.words import DEAL, MAY_3, lost, opened, won
from tests.spec import Spec

win = WinDeal(deal_id=DEAL, won_on=MAY_3, amount=Decimal(8500))
lose = LoseDeal(deal_id=DEAL, lost_on=MAY_3, reason="too dear")
reopen = ReopenDeal(deal_id=DEAL, to_stage="proposal")
taken_back = DealReopened(
    to_stage="proposal", outcome="won", closed_on=MAY_3, amount=Decimal(8500), currency="USD"
)


def test_a_deal_is_won_with_its_real_amount(deal: Spec) -> None:
    deal.given(opened).when(win).then(won)


def test_a_deal_is_won_at_its_present_value_when_no_amount_is_named(deal: Spec) -> None:
    deal.given(opened).when(WinDeal(deal_id=DEAL, won_on=MAY_3)).then(replace(won, amount=Decimal(9000)))


def test_a_deal_can_be_won_for_nothing(deal: Spec) -> None:
    free = WinDeal(deal_id=DEAL, won_on=MAY_3, amount=Decimal(0))
    deal.given(opened).when(free).then(replace(won, amount=Decimal(0)))


def test_the_outcome_remembers_the_stage_it_came_from(deal: Spec) -> None:
    moved = DealMoved(from_stage="prospecting", to_stage="negotiation")
    deal.given(opened, moved).when(win).then(replace(won, from_stage="negotiation"))


def test_a_deal_is_lost_for_a_reason(deal: Spec) -> None:
    deal.given(opened).when(lose).then(lost)


def test_winning_twice_changes_nothing(deal: Spec) -> None:
    deal.given(opened).when(win).when(win).nothing()


def test_losing_twice_changes_nothing(deal: Spec) -> None:
    deal.given(opened, lost).when(lose).nothing()


@pytest.mark.parametrize("outcome", [won, lost], ids=["won", "lost"])
def test_a_closed_deal_ends_no_other_way(deal: Spec, outcome: DealWon | DealLost) -> None:
    later = date(2025, 5, 4)
    deal.given(opened, outcome)
    deal.when(WinDeal(deal_id=DEAL, won_on=later)).refused(DealAlreadyClosed)
    deal.when(LoseDeal(deal_id=DEAL, lost_on=later)).refused(DealAlreadyClosed)


def test_a_reopened_deal_says_what_it_takes_back(deal: Spec) -> None:
    deal.given(opened, won).when(reopen).then(taken_back)


def test_a_lost_deal_is_reopened_too(deal: Spec) -> None:
    deal.given(opened, lost).when(reopen).then(replace(taken_back, outcome="lost", amount=Decimal(9000)))


def test_a_reopened_deal_can_be_won_again(deal: Spec) -> None:
    deal.given(opened, won, taken_back).when(win).then(replace(won, from_stage="proposal"))


def test_an_open_deal_is_not_reopened(deal: Spec) -> None:
    deal.given(opened).when(reopen).refused(DealStillOpen)


def test_reopening_twice_changes_nothing(deal: Spec) -> None:
    deal.given(opened, won, taken_back).when(reopen).nothing()


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(1, 1, 1), date.today() + timedelta(days=3)])
def test_a_deal_ends_on_no_impossible_day(day: date) -> None:
    with pytest.raises(ValidationError):
        WinDeal(deal_id=DEAL, won_on=day)
    with pytest.raises(ValidationError):
        LoseDeal(deal_id=DEAL, lost_on=day)


def test_a_deal_won_where_it_is_tomorrow_already_is_won() -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert WinDeal(deal_id=DEAL, won_on=tomorrow).won_on == tomorrow


def test_a_deal_with_an_impossible_day_in_the_log_can_still_be_reopened(deal: Spec) -> None:
    poisoned = replace(won, won_on=date(9999, 12, 31))
    deal.given(opened, poisoned).when(reopen).then(replace(taken_back, closed_on=date(9999, 12, 31)))
