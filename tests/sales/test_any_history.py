"""Does a deal mean the same however its history came about?"""

from datetime import date
from functools import reduce
from inspect import signature
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.sales import OPEN_STAGES
from projections.configuration.defined_fields import Fields
from projections.sales.deal_list import deal_list
from services.sales import commands
from services.sales.commitment import commit, uncommit
from services.sales.deal import (
    Deal,
    assign,
    change_custom_fields,
    choose_product,
    evolve,
    rename,
    reschedule,
    revalue,
)
from services.sales.deal_moving import move
from services.sales.deal_opening import open_deal
from services.sales.deal_outcome import discard, lose, reopen, restore, win
from services.sales.pipeline import UNTOUCHED
from shared.commands import Command
from shared.custom_fields import Definition
from shared.events import Event, event_name
from shared.log.mapper import Mapper
from shared.refusals import Refused
from tests.projections.folding import rows
from tests.recording import history
from tests.sales.words import CUSTOMER, DEAL, SELLER

amounts = st.decimals(0, 10_000, places=2)
stages = st.sampled_from(OPEN_STAGES)
days = st.dates(date(2025, 1, 1), date(2025, 3, 31))
percents = st.integers(0, 100)
owners = st.sampled_from([SELLER, CUSTOMER])
CONSULTED: dict[str, Any] = {
    "pipeline": UNTOUCHED,
    "present": UNTOUCHED,
    "fields": Fields({"budget": Definition("budget", "number", {"en": "Budget"})}),
}


def decided(decide: Any, deal: Deal, command: Command) -> list[Any]:
    """What the rule decides, given what it consults."""
    known = {name: CONSULTED[name] for name in signature(decide).parameters.keys() & CONSULTED.keys()}
    events: list[Any] = decide(deal, command, **known)
    return events


def _wish(decide: Any, command: type[Command], **fields: st.SearchStrategy[Any]) -> Any:
    return st.tuples(st.just(decide), st.builds(command, deal_id=st.just(DEAL), **fields))


any_wish = st.one_of(
    _wish(rename, commands.RenameDeal, title=st.sampled_from(["A", "B"])),
    _wish(assign, commands.AssignDeal, owner_id=owners),
    _wish(
        revalue,
        commands.RevalueDeal,
        amount=amounts,
        currency=st.sampled_from(["CNY", "USD"]),
        probability=percents,
    ),
    _wish(reschedule, commands.RescheduleDeal, expected_close_on=st.none() | days),
    _wish(move, commands.MoveDeal, to_stage=stages),
    _wish(choose_product, commands.ChooseProduct, product_id=st.none() | owners),
    _wish(
        change_custom_fields,
        commands.ChangeCustomFields,
        custom=st.fixed_dictionaries({"budget": st.none() | st.integers(0, 3)}),
    ),
    _wish(win, commands.WinDeal, won_on=days, amount=st.none() | amounts),
    _wish(lose, commands.LoseDeal, lost_on=days),
    _wish(reopen, commands.ReopenDeal, to_stage=stages),
    _wish(commit, commands.CommitDeal),
    _wish(uncommit, commands.UncommitDeal),
    _wish(discard, commands.DiscardDeal),
    _wish(restore, commands.RestoreDeal),
)
opening = st.builds(
    commands.OpenDeal,
    deal_id=st.just(DEAL),
    title=st.just("A deal"),
    stage=stages,
    amount=amounts,
    currency=st.just("CNY"),
    probability=st.none() | percents,
)


def _live(opening: commands.OpenDeal, wishes: list[Any]) -> tuple[list[Event], Deal]:
    """What happens when people ask for all of this; a refusal changes nothing."""
    happened: list[Event] = []
    deal = Deal()
    for decide, command in [(open_deal, opening), *wishes]:
        try:
            events = decided(decide, deal, command)
        except Refused:
            continue
        happened += events
        deal = reduce(evolve, events, deal)
    return happened, deal


def _through_the_log(event: Event) -> Event:
    mapper = Mapper()
    return mapper.unpack(event_name(type(event)), event.schema_version, mapper.pack(event))


@settings(max_examples=200, deadline=None)
@given(opening, st.lists(any_wish, max_size=12))
def test_a_deal_loaded_from_the_log_is_the_deal_that_was_lived(
    opening: commands.OpenDeal, wishes: list[Any]
) -> None:
    happened, deal = _live(opening, wishes)
    assert reduce(evolve, map(_through_the_log, happened), Deal()) == deal  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(opening, st.lists(any_wish, max_size=12))
def test_asking_again_for_what_is_true_changes_nothing(opening: commands.OpenDeal, wishes: list[Any]) -> None:
    _, deal = _live(opening, wishes)
    for decide, command in wishes[-1:]:
        try:
            after = reduce(evolve, decided(decide, deal, command), deal)
        except Refused:
            return
        assert decided(decide, after, command) == []


@settings(max_examples=100, deadline=None)
@given(opening, st.lists(any_wish, max_size=12))
def test_read_models_show_the_deal_the_rules_see(opening: commands.OpenDeal, wishes: list[Any]) -> None:
    happened, deal = _live(opening, wishes)
    records = history((DEAL, happened))
    shown = rows(deal_list, records)[DEAL]
    assert (shown.stage, shown.amount, shown.closed_on) == (deal.stage, deal.amount, deal.closed_on)
    assert (shown.title, shown.owner_id, shown.probability) == (deal.title, deal.owner_id, deal.probability)
    assert (shown.custom, shown.product_id) == (deal.custom, deal.product_id)
    assert rows(deal_list, *([record] for record in records)) == {DEAL: shown}
    assert (shown.committed, shown.discarded) == (deal.committed, deal.discarded)
