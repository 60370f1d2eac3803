"""What is left of figures about deals for a reader who may not see what deals are worth?"""

from collections.abc import Sequence
from typing import Any

from projections.sales.results import MonthResult, Rank
from shared.rights.principal import Principal

_SUMS = ("amount", "won_amount", "lost_amount")


def sees_worth(who: Principal) -> bool:
    """May they see what deals are worth, and so what they add up to?"""
    return who.shows("deal", "amount")


def by_number(ranks: Sequence[Rank]) -> list[Rank]:
    """The ranking in an order that does not tell of amounts: who won more deals stands first."""
    return sorted(ranks, key=lambda rank: (-rank.won, rank.name, rank.currency))


def counted(figures: Sequence[Rank | MonthResult]) -> list[dict[str, Any]]:
    """The lines without their sums."""
    return [
        {name: getattr(each, name) for name in each.__struct_fields__ if name not in _SUMS}
        for each in figures
    ]
