"""How does the timeline tell an event?"""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from msgspec.structs import replace

import events  # noqa: F401 - declares every event class
from events.customers import LifecycleChanged
from events.sales import DealAssigned, DealLost, DealMoved, ProductChosen
from services.gateway.pages.event_words import SENTENCES
from services.gateway.pages.names import Named, Names
from services.gateway.pages.sentences import Teller
from shared.events import Unreadable, event_classes, event_name
from shared.rights.principal import Principal, Rights

ME, ANNA = UUID(int=1), UUID(int=2)
_LOST = DealLost(
    from_stage="proposal", reason="Too dear", amount=Decimal(5), currency="CNY", lost_on=date(2026, 1, 2)
)
KNOWN = cast(Names, SimpleNamespace(of=lambda held: Named("Anna <Snelling>", None) if held == ANNA else None))


def told(language: str, event: Any) -> str:
    return str(Teller(language, KNOWN, ME).sentence(event_name(type(event)), event))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("cls", [c for c in event_classes() if c.__module__.startswith("events.")])
def test_every_event_type_has_a_sentence_that_names_its_own_fields(cls: type[Any], language: str) -> None:
    teller = Teller(language, KNOWN, ME)
    nothing = SimpleNamespace(**dict.fromkeys(cls.__struct_fields__), __struct_fields__=cls.__struct_fields__)
    assert event_name(cls) in SENTENCES
    assert teller.sentence(event_name(cls), nothing)


def test_a_stage_move_shows_before_and_after() -> None:
    moved = DealMoved(from_stage="engaging", to_stage="proposal")
    assert told("en", moved) == (
        'Stage moved <span class="tag">Engaging</span> → <span class="tag">Proposal</span>'
    )
    assert "洽谈" in told("zh", moved)


def test_a_lost_customer_is_not_told_as_a_lost_deal() -> None:
    assert "流失客户" in told("zh", LifecycleChanged(from_stage="customer", to_stage="lost"))


def test_names_are_shown_instead_of_ids_and_as_text() -> None:
    assigned = DealAssigned(owner_id=ANNA, branch="")
    assert told("en", assigned) == "Deal assigned to <b>Anna &lt;Snelling&gt;</b>"


def test_great_numbers_are_grouped() -> None:
    teller = Teller("en", KNOWN, ME)
    assert teller.plain("employees", 34288) == "34,288"
    assert teller.plain("founded_year", 1982) == "1982"


def test_a_missing_reason_is_said_in_words() -> None:
    assert "no reason given" in told("en", replace(_LOST, reason=""))


@pytest.mark.parametrize(
    ("field", "event", "held"),
    [
        ("deal.lost_reason", _LOST, "Too dear"),
        ("deal.stage", _LOST, "Proposal"),
        ("deal.product_id", ProductChosen(product_id=ANNA), "Anna"),
        ("customer.lifecycle", LifecycleChanged(from_stage="prospect", to_stage="loyal"), "Loyal"),
    ],
)
def test_no_sentence_tells_what_a_hidden_field_held(field: str, event: Any, held: str) -> None:
    reader = Principal(user_id=ME, name="Li Na", rights=Rights(hidden=frozenset({field})))
    assert held in told("en", event)
    assert held not in str(Teller("en", KNOWN, ME, reader).sentence(event_name(type(event)), event))


def test_an_event_without_a_sentence_shows_its_name_and_what_it_holds() -> None:
    class Parcel:
        __struct_fields__ = ("weight", "carrier_id")
        weight = Decimal("2.5")
        carrier_id = ANNA

    sentence = str(Teller("en", KNOWN, ME).sentence("shipping.ParcelHandedOver", Parcel()))
    assert sentence == "Parcel handed over · weight <b>2.5</b> · carrier <b>Anna &lt;Snelling&gt;</b>"


def test_an_event_this_release_cannot_read_is_told_all_the_same() -> None:
    late = Unreadable(type="sales.DealShared", schema_version=1, payload=b"{}", reason="UnknownEvent")
    english = str(Teller("en", KNOWN, ME).sentence(late.type, late))
    assert english.startswith("Deal shared: this release cannot read what it holds.")
    assert "当前版本无法读取" in str(Teller("zh", KNOWN, ME).sentence(late.type, late))
