"""How does a customer's record go on: registered, described, sold to, loyal or lost?"""

from uuid import uuid5

from events.customers import (
    Address,
    ContactDetailsChanged,
    CustomerArchived,
    CustomerRegistered,
    LifecycleChanged,
    OrganizationDescribed,
    PersonDescribed,
)
from services.customers.commands import RecognizePurchase
from services.customers.importing import CustomerRecord
from services.operations.demo.deal_life import deal_life
from services.operations.demo.deal_steps import Win
from services.operations.demo.people import somebody
from services.operations.demo.plan import DAY, Regular
from services.operations.demo.sellers import Seller
from services.operations.demo.tale import Record, Tale, moment
from shared.events import Event
from shared.records import Header


def regular_life(tale: Tale, regular: Regular) -> None:
    """A customer whose first deal is won."""
    _life(tale, Record(tale, regular.id, regular.seller), regular.registered, sure=True)


def customer_life(tale: Tale, registered: int, seller: Seller) -> None:
    """A customer who may buy once, or never."""
    _life(tale, tale.record(registered, seller), registered, sure=False)


def _life(tale: Tale, customer: Record, registered: int, *, sure: bool) -> None:
    customer.tell(registered, *_registration(tale, customer.seller))
    day = registered // DAY + 1
    if not sure and tale.chance.random() < 0.1:
        if tale.chance.random() < 0.2:
            _later(tale, customer, day + 20, CustomerArchived(reason=""))
        return
    deal = deal_life(tale, customer.id, customer.seller, day, sure=sure)
    if deal and deal.win:
        _recognize(customer, deal.win)
        if tale.chance.random() < 0.3:
            _later(tale, customer, deal.day + 60, LifecycleChanged(from_stage="customer", to_stage="loyal"))
    elif deal and deal.closed and tale.chance.random() < 0.3:
        _later(tale, customer, deal.day + 5, LifecycleChanged(from_stage="prospect", to_stage="lost"))


def _registration(tale: Tale, seller: Seller) -> tuple[Event, ...]:
    told = somebody(tale.chance, seller.office, tale.years.plan.as_of)
    registered = CustomerRegistered(
        kind=told.kind, name=told.name, owner_id=seller.id, branch=seller.office.name
    )
    return registered, _contact(told), _description(told)


def _contact(told: CustomerRecord) -> ContactDetailsChanged:
    address = Address(
        label=told.address_label,
        street=told.street,
        city=told.city,
        region=told.region,
        postal_code=told.postal_code,
        country=told.country or "",
    )
    return ContactDetailsChanged(phones=told.phones, emails=told.emails, addresses=(address,))


def _description(told: CustomerRecord) -> PersonDescribed | OrganizationDescribed:
    if told.kind == "person":
        return PersonDescribed(
            sex=told.sex, birth_date=told.birth_date, company=told.company, job_title=told.job_title
        )
    return OrganizationDescribed(
        sector=told.sector,
        founded_year=told.founded_year,
        annual_revenue=told.annual_revenue,
        revenue_currency=told.revenue_currency,
        employees=told.employees,
        country=told.country,
        parent_name=None,
    )


def _recognize(customer: Record, win: Win) -> None:
    # To the letter what the policy of the customers does, so that it finds its work done.
    header = Header(
        command_id=uuid5(win.event_id, "customers:0"),
        correlation_id=win.command_id,
        actor="policy:customers",
        branch=customer.seller.office.name,
        source="automation",
        causation_id=win.event_id,
        occurred_at=moment(win.at),
    )
    changed = LifecycleChanged(from_stage="prospect", to_stage="customer")
    customer.append(win.at, (changed,), header, RecognizePurchase(customer_id=customer.id).digest())


def _later(tale: Tale, customer: Record, day: int, told: Event) -> None:
    if day < tale.years.end:
        customer.tell(tale.moment(day, customer.seller), told)
