"""What was there before the first customer of a long history: the catalogue, the teams and the sellers?"""

from decimal import Decimal
from uuid import UUID, uuid5

from events.identity import TeamFormed, UserAdded, UserTransferred, branch_id
from events.sales import ProductListed, ProductRepriced
from services.identity.application import identity
from services.operations.demo import words
from services.operations.demo.offices import OFFICES, Office
from services.operations.demo.plan import DAY, FOUNDED, Years
from services.operations.demo.sellers import Seller
from services.operations.demo.staff import branches, team_id, team_of
from services.operations.demo.tale import SOURCE, Record, Tale, moment
from shared.log.log import Log
from shared.records import Commit, Header

_YEAR = 365 * DAY
TEAMS = 2
"""In each office."""


def founding(years: Years) -> list[Commit]:
    """The commits of every team, seller and product, with the years' new prices and new teams."""
    tale = Tale(years, years.chance("founding"))
    begin = (years.end - FOUNDED.days) * DAY
    _teams(tale, begin)
    for number, seller in enumerate(years.sellers):
        _career(tale, seller, begin, number)
    for number in range(len(words.PRODUCTS)):
        _prices(tale, number, begin)
    return tale.commits()


def open_branches(log: Log, years: Years) -> int:
    """Open those branches that are not there yet, and return how many events that led to.

    They are shared by all demo companies of an installation.
    """
    app, events = identity(log), 0
    at = moment((years.end - FOUNDED.days) * DAY)
    for command in branches():
        command_id = uuid5(branch_id(command.code), SOURCE)
        header = Header(
            command_id=command_id,
            correlation_id=command_id,
            actor=SOURCE,
            branch="",
            source=SOURCE,
            occurred_at=at,
        )
        if not log.existing([branch_id(command.code)]):
            app.handle(command, header)
            events += 2  # the branch, and its place in the tree
    return events


def _teams(tale: Tale, begin: int) -> None:
    for office in OFFICES:
        first = tale.years.teams[office.name][0]
        for number in range(TEAMS):
            team = Record(tale, _team_id(tale, office, number), first)
            name = team_of(office, number)
            team.tell(begin, TeamFormed(name=name, branch=office.name, lead_id=None))


def _career(tale: Tale, seller: Seller, begin: int, number: int) -> None:
    user, office = Record(tale, seller.id, seller), seller.office
    team = tale.chance.randrange(TEAMS)
    user.tell(
        begin,
        UserAdded(
            name=seller.name,
            email=None,
            branch=office.name,
            team_id=_team_id(tale, office, team),
            roles=("salesperson",),
        ),
    )
    if number % 4 == 3:
        at = begin + 2 * _YEAR + int(tale.chance.random() * 3 * _YEAR)
        other = _team_id(tale, office, (team + 1) % TEAMS)
        user.tell(at, UserTransferred(branch=office.name, team_id=other))


def _team_id(tale: Tale, office: Office, number: int) -> UUID:
    return team_id(tale.years.plan.key, team_of(office, number))


def _prices(tale: Tale, number: int, begin: int) -> None:
    name, series, price = words.PRODUCTS[number]
    product = Record(tale, tale.years.products[number], tale.years.sellers[0])
    listed = ProductListed(name=name, series=series, list_price=Decimal(price), currency="CNY")
    product.tell(begin, listed)
    for year in range(1, 6):
        price += price // 50 * 10 // 10
        repriced = ProductRepriced(list_price=Decimal(price), currency="CNY")
        product.tell(begin + year * _YEAR, repriced)
