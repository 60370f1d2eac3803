"""What was there before the first customer of a long history: the catalogue and the sellers?"""

from decimal import Decimal

from events.sales import AgentJoined, AgentTransferred, ProductListed, ProductRepriced
from services.operations.demo import words
from services.operations.demo.names import full_name
from services.operations.demo.plan import DAY, FOUNDED, Years
from services.operations.demo.sellers import Seller
from services.operations.demo.tale import Record, Tale
from shared.records import Commit

_YEAR = 365 * DAY


def founding(years: Years) -> list[Commit]:
    """The commits of every seller and product, with the years' new prices and new managers."""
    tale = Tale(years, years.chance("founding"))
    begin = (years.end - FOUNDED.days) * DAY
    for number, seller in enumerate(years.sellers):
        _career(tale, seller, begin, number)
    for number in range(len(words.PRODUCTS)):
        _prices(tale, number, begin)
    return tale.commits()


def _career(tale: Tale, seller: Seller, begin: int, number: int) -> None:
    agent = Record(tale, seller.id, seller)
    office = seller.office
    manager = _manager(tale, seller)
    agent.tell(begin, AgentJoined(name=seller.name, manager=manager, office=office.name))
    if number % 4 == 3:
        at = begin + 2 * _YEAR + int(tale.chance.random() * 3 * _YEAR)
        agent.tell(at, AgentTransferred(manager=f"{manager} II", office=office.name))


def _manager(tale: Tale, seller: Seller) -> str:
    team = tale.chance.randrange(2)
    return full_name(
        tale.years.chance(f"manager {seller.office.name} {team}"), seller.office.language
    ).written


def _prices(tale: Tale, number: int, begin: int) -> None:
    name, series, price = words.PRODUCTS[number]
    product = Record(tale, tale.years.products[number], tale.years.sellers[0])
    listed = ProductListed(name=name, series=series, list_price=Decimal(price), currency="CNY")
    product.tell(begin, listed)
    for year in range(1, 6):
        price += price // 50 * 10 // 10
        repriced = ProductRepriced(list_price=Decimal(price), currency="CNY")
        product.tell(begin + year * _YEAR, repriced)
