"""What begins in one stretch of the years of a long history?"""

from services.operations.demo.customer_life import customer_life, regular_life
from services.operations.demo.deal_life import deal_life
from services.operations.demo.plan import DAY, Years
from services.operations.demo.tale import Tale
from shared.records import Commit


def cohort(years: Years, number: int) -> list[Commit]:
    """What a cohort tells, in the order of time: its regulars, other customers, deals with old regulars."""
    tale = Tale(years, years.chance(f"cohort {number}"))
    for regular in range(years.regulars(number)):
        regular_life(tale, years.regular(number, regular))
    old = years.settled(number)
    while tale.events < years.wanted(number):
        if old and tale.chance.random() < 0.55:
            _buys_again(tale, tale.chance.randrange(old), _day(tale, number))
        else:
            customer_life(tale, int(_day(tale, number) * DAY), tale.chance.choice(years.sellers))
    return tale.commits()


def _day(tale: Tale, number: int) -> float:
    begin, end = tale.years.day(number), tale.years.day(number + 1)
    return begin + tale.chance.random() * (end - begin)


def _buys_again(tale: Tale, cohort: int, day: float) -> None:
    regular = tale.years.regular(cohort, tale.chance.randrange(tale.years.regulars(cohort)))
    deal_life(tale, regular.id, regular.seller, int(day), sure=False)
