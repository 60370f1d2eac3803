"""The small company: two branches with one seller each, customers of both scripts, deals in every outcome."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4, uuid5

from events.customers import (
    ContactDetailsChanged,
    CustomerArchived,
    CustomerRegistered,
    OrganizationDescribed,
)
from events.identity import BranchOpened, TeamFormed, UserAdded
from events.pipelines import DEFAULT_PIPELINE
from events.sales import DealLost, DealOpened, DealWon, ProductListed
from projections.activities.last_contacts import last_contacts
from projections.activities.next_steps import next_steps
from projections.activities.task_fold import tasks
from projections.customers.directory import customer_directory
from projections.customers.record import customer_record
from projections.history.record_index import record_index
from projections.history.related_records import related_records
from projections.identity.branches import all_branches
from projections.identity.colleagues import colleagues_of_all
from projections.identity.teams import all_teams
from projections.sales.deal_list import deal_list
from projections.sales.pipeline_stages import pipeline_stages
from projections.sales.pipelines import pipeline_list
from projections.sales.products import product_catalogue
from shared.events import Event
from shared.records import Commit, Header

READ_MODELS = [
    customer_directory,
    customer_record,
    record_index,
    related_records,
    colleagues_of_all,
    all_teams,
    all_branches,
    product_catalogue,
    deal_list,
    pipeline_list,
    pipeline_stages,
    next_steps,
    tasks,
    last_contacts,
]
START = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
BRANCHES = {"Darcel": "Central", "Vicki": "West"}
PEOPLE = ["张三", "张三丰", "李娜", "José Álvarez", "Anna Snelling", "anna berg", "Zoe O'Brien"]


def identity(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


def commits() -> list[Commit]:
    """The whole history of the company."""
    return [*_staff(), *_customers(), *_deals()]


def _staff() -> list[Commit]:
    return [
        *_seller("Darcel", "Melvin's"),
        *_seller("Vicki", "Celia's"),
        _stream("GTX", ProductListed(name="GTX", series="G", list_price=Decimal(500), currency="USD")),
        _stream("MG", ProductListed(name="MG", series="M", list_price=Decimal(50), currency="CNY")),
    ]


def _seller(name: str, team: str) -> list[Commit]:
    team_id, branch = identity(team), BRANCHES[name]
    return [
        _stream(branch, BranchOpened(code=branch, name=f"{branch} office", parent=None)),
        _stream(team, TeamFormed(name=team, branch=branch, lead_id=None)),
        _stream(name, UserAdded(name=name, email=None, branch=branch, team_id=team_id, roles=())),
    ]


def _customers() -> list[Commit]:
    firm = OrganizationDescribed(
        sector="retail",
        founded_year=None,
        annual_revenue=None,
        revenue_currency=None,
        employees=None,
        country="中国",
        parent_name=None,
    )
    gone = CustomerRegistered(kind="person", name="Gone Girl", owner_id=None, branch="Shanghai")
    shop = CustomerRegistered(
        kind="organization", name="上海华信科技", owner_id=identity("Vicki"), branch="Shanghai"
    )
    return [
        *(_person(number, name) for number, name in enumerate(PEOPLE)),
        _stream("华信", shop, firm),
        _stream("Gone Girl", gone, CustomerArchived(reason="")),
    ]


def _person(number: int, name: str) -> Commit:
    registered = CustomerRegistered(kind="person", name=name, owner_id=identity("Darcel"), branch="Beijing")
    contact = ContactDetailsChanged(
        phones=(f"+86 138 0000 000{number}",), emails=(f"person{number}@example.com",), addresses=()
    )
    return _stream(name, registered, contact, at=START + timedelta(hours=number))


def _deals() -> list[Commit]:
    won = DealWon(
        customer_id=identity("张三"),
        from_stage="engaging",
        amount=Decimal("450.50"),
        currency="USD",
        won_on=date(2026, 2, 3),
    )
    lost = DealLost(
        from_stage="engaging", reason="", amount=Decimal(500), currency="USD", lost_on=date(2026, 3, 31)
    )
    return [
        _stream("won", _opened("won", "Darcel", "engaging", 500, "USD", 30), won, at=START),
        _stream("won too", _opened("won too", "Vicki", "engaging", 500, "USD", 30), won, at=START),
        _stream("lost", _opened("lost", "Vicki", "engaging", 500, "USD", 30), lost, at=START),
        *(_open_deal(number) for number in reversed(range(5))),
    ]


def _open_deal(number: int) -> Commit:
    title = f"open {number}"
    currency = "CNY" if number % 2 else "USD"
    event = _opened(title, "Darcel", "proposal", 100, currency, 50)
    return _stream(title, event, at=START + timedelta(days=number // 2))


def _opened(title: str, owner: str, stage: str, amount: int, currency: str, probability: int) -> DealOpened:
    return DealOpened(
        title=title,
        customer_id=identity("张三"),
        product_id=identity("GTX"),
        owner_id=identity(owner),
        branch=BRANCHES[owner],
        stage=stage,
        amount=Decimal(amount),
        currency=currency,
        probability=probability,
        expected_close_on=None,
        pipeline_id=DEFAULT_PIPELINE,
    )


def _stream(name: str, *events: Event, at: datetime = START) -> Commit:
    return Commit(
        stream_id=identity(name),
        expected_version=0,
        events=events,
        header=Header(
            command_id=uuid4(),
            correlation_id=uuid4(),
            actor="import",
            branch="Shanghai",
            source="import",
            occurred_at=at,
        ),
        digest=0,
    )
