"""The customers the sentences speak of."""

from uuid import UUID

from events.customers import (
    Address,
    ContactDetailsChanged,
    CustomerRegistered,
    LifecycleChanged,
    OrganizationDescribed,
    PersonDescribed,
)
from events.identity import UserAdded
from services.customers.commands import ContactDetails, OrganizationDetails, PersonDetails

CUSTOMER = UUID(int=1)
OWNER = UUID(int=2)
NOBODY = UUID(int=99)

seller = UserAdded(name="李娜", email=None, branch="Shanghai", team_id=None, roles=())
registered = CustomerRegistered(kind="person", name="张三", owner_id=OWNER, branch="Shanghai")
organization = CustomerRegistered(kind="organization", name="Kan-code", owner_id=None, branch="")
contact = ContactDetails(phones=("+86 138 0013 8000",), emails=("zhang.san@example.com",))
contact_changed = ContactDetailsChanged(
    phones=("+86 138 0013 8000",), emails=("zhang.san@example.com",), addresses=()
)
home = Address(
    label="home", street="1 Nanjing Road", city="上海", region="", postal_code="200001", country="CN"
)
person = PersonDetails(sex="female", company="Kan-code", job_title="Buyer")
described = PersonDescribed(sex="female", birth_date=None, company="Kan-code", job_title="Buyer")
firm = OrganizationDetails(sector="software", employees=34288)
firm_described = OrganizationDescribed(
    sector="software",
    founded_year=None,
    annual_revenue=None,
    revenue_currency=None,
    employees=34288,
    country=None,
    parent_name=None,
)
recognized = LifecycleChanged(from_stage="prospect", to_stage="customer")
